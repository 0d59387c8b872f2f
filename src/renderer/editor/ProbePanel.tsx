import { CircleCheck, CircleDashed, CircleX, PlugZap, Square } from 'lucide-react'
import type { JSX, ReactNode } from 'react'
import type { ProbeView } from '../../shared/probe.ts'
import { intervalText, saidMs } from './durations.ts'
import { shown, valueAt } from './fields.ts'
import { useDraft, useEditing } from './use-draft.ts'
import type { Probe } from './use-probe.ts'

/** The live check beside the form: what a connection as the form says comes to. */
export function ProbePanel({ probe }: { readonly probe: Probe }): JSX.Element {
  const { view, error, running } = probe
  return (
    <section
      aria-labelledby="probe-title"
      className="min-w-0 overflow-y-auto rounded-xl border border-line bg-panel px-4 py-3.5 min-[1000px]:max-h-[calc(100vh-6rem)]"
    >
      <div className="flex items-center gap-2">
        <h2 id="probe-title" className="flex-1 font-semibold">
          Live check
        </h2>
        {running ? (
          <button type="button" className="btn btn-sm w-32" onClick={probe.end}>
            <Square className="size-3" aria-hidden="true" />
            Stop the test
          </button>
        ) : (
          <button type="button" className="btn btn-sm w-32" onClick={() => void probe.start()}>
            <PlugZap className="size-3.5" aria-hidden="true" />
            Test connection
          </button>
        )}
      </div>
      <div role="status" className="mt-2 min-h-9">
        {error !== null ? (
          <Sentence icon={<CircleX className="mt-px size-4 flex-none text-failed" aria-hidden="true" />}>
            {error.message} <span className="text-muted">{error.hint}</span>
          </Sentence>
        ) : view !== null ? (
          <StateSentence view={view} running={running} />
        ) : (
          <p className="text-faint">
            {running
              ? 'Starting…'
              : 'Opens one connection as the form describes it, looks at it for a while, and closes it. Nothing is saved, and streams that are watched are left alone.'}
          </p>
        )}
      </div>
      {view !== null && <Found view={view} running={running} />}
    </section>
  )
}

function Sentence({
  icon,
  children,
}: {
  readonly icon: ReactNode
  readonly children: ReactNode
}): JSX.Element {
  return (
    <div className="flex gap-2">
      {icon}
      <p className="min-w-0 break-words">{children}</p>
    </div>
  )
}

function StateSentence({
  view,
  running,
}: {
  readonly view: ProbeView
  readonly running: boolean
}): JSX.Element {
  const { failure, sentence } = view
  const icon =
    failure !== null || view.state === 'failed' ? (
      <CircleX className="mt-px size-4 flex-none text-failed" aria-hidden="true" />
    ) : view.state === 'connecting' ? (
      <CircleDashed className="mt-px size-4 flex-none text-connecting" aria-hidden="true" />
    ) : (
      <CircleCheck className="mt-px size-4 flex-none text-live" aria-hidden="true" />
    )
  return (
    <Sentence icon={icon}>
      {sentence}{' '}
      {failure !== null && !sentence.includes(failure.hint) && (
        <span className="text-muted">{failure.hint}</span>
      )}
      {!running && view.state !== 'done' && view.state !== 'failed' && (
        <span className="text-muted">The test was stopped.</span>
      )}
    </Sentence>
  )
}

function Found({ view, running }: { readonly view: ProbeView; readonly running: boolean }): JSX.Element {
  const headers = Object.entries(view.headers)
  const answered = view.status !== null
  return (
    <>
      <div className="mt-2 h-1 overflow-hidden rounded bg-panel2">
        <div
          className={running ? 'h-full bg-accent' : 'h-full bg-line'}
          style={{ width: `${Math.min(100, (100 * view.elapsedMs) / Math.max(1, view.lastsMs))}%` }}
        />
      </div>
      <Suggestions view={view} />
      <dl className="mt-3 grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-2 gap-y-1">
        <Fact name="Status">{view.status}</Fact>
        <Fact name="Protocol">{view.httpVersion === null ? null : `HTTP/${view.httpVersion}`}</Fact>
        <Fact name="Address">{view.remoteAddress}</Fact>
        <Fact name="Timing">{timing(view)}</Fact>
        <Fact name="Redirected to">{view.redirects.length === 0 ? null : view.redirects.join(', ')}</Fact>
        <Fact name="Received">{answered ? received(view) : null}</Fact>
        <Fact name="Heartbeats">{answered ? heartbeats(view) : null}</Fact>
        <Fact name="Last id">{view.lastEventId}</Fact>
      </dl>
      {headers.length > 0 && (
        <details className="mt-3">
          <summary className="cursor-pointer font-medium">Response headers ({headers.length})</summary>
          <dl className="mt-1.5 grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-2 gap-y-1 font-mono text-xs">
            {headers.map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="break-words text-muted">{name}</dt>
                <dd className="break-words">{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {answered && (
        <h3 className="mt-3 font-medium">
          First events{' '}
          <span className="text-xs font-normal text-faint">{view.events.length || 'none yet'}</span>
        </h3>
      )}
      {view.events.length > 0 && <Events view={view} />}
    </>
  )
}

function Events({ view }: { readonly view: ProbeView }): JSX.Element {
  return (
    <ol
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label="First events"
      className="mt-1.5 max-h-72 overflow-y-auto rounded-md border border-line bg-bg p-2 font-mono text-xs"
    >
      {view.events.map((event, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows at its end
        <li key={at} className="flex gap-2 py-0.5">
          <span className="w-20 flex-none truncate text-accent" title={event.type}>
            {event.type}
          </span>
          <span
            className={`line-clamp-3 min-w-0 break-all ${event.kind === 'comment' ? 'text-muted italic' : ''}`}
          >
            {event.kind === 'comment' ? `: ${event.data}` : event.data}
            {event.cut && ' …'}
          </span>
        </li>
      ))}
    </ol>
  )
}

/** What the check would set, one press away. */
function Suggestions({ view }: { readonly view: ProbeView }): JSX.Element | null {
  const { draft } = useEditing()
  const preset = useDraft(({ fields, form }) => fields.preset ?? form.defaults.preset ?? 'standard')
  const interval = useDraft(({ fields }) => valueAt(fields, ['heartbeat', 'interval']))
  const { suggestion, interval: measured } = view
  const suggests = suggestion !== null && suggestion.preset !== preset
  const measures = measured !== null && measured.from === 'measured' && measured.beats >= 2
  const text = measured === null ? '' : intervalText(measured.ms)
  if (!suggests && !measures) return null
  return (
    <div className="mt-3 flex flex-col gap-2 rounded-md border border-accent px-2.5 py-2">
      {suggests && (
        <div className="flex items-center gap-2">
          <p className="min-w-0 flex-1 break-words">
            This looks like <strong className="font-semibold">{suggestion.title}</strong>:{' '}
            <span className="text-muted">{suggestion.because}.</span>
          </p>
          <button
            type="button"
            className="btn btn-sm flex-none"
            aria-label={`Use it: ${suggestion.title}`}
            onClick={() => draft.set(['preset'], suggestion.preset)}
          >
            Use it
          </button>
        </div>
      )}
      {measures && (
        <div className="flex items-center gap-2">
          <p className="min-w-0 flex-1">
            A heartbeat every {saidMs(measured.ms)}
            {interval !== undefined && interval !== text && (
              <span className="text-muted">; the form says {shown(interval)}</span>
            )}
            .
          </p>
          {interval === text ? (
            <span className="text-xs text-faint">in use</span>
          ) : (
            <button
              type="button"
              className="btn btn-sm flex-none"
              onClick={() => draft.set(['heartbeat', 'interval'], text)}
            >
              Use {text}
            </button>
          )}
        </div>
      )}
    </div>
  )
}

function Fact({
  name,
  children,
}: {
  readonly name: string
  readonly children: ReactNode
}): JSX.Element | null {
  if (children === null || children === '') return null
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  )
}

function timing({ timing: { dns, connect, tls, firstByte } }: ProbeView): string {
  const parts = [
    ['DNS', dns],
    ['connect', connect],
    ['TLS', tls],
    ['first byte', firstByte],
  ] as const
  return parts.flatMap(([name, ms]) => (ms === null ? [] : [`${name} ${saidMs(ms)}`])).join(', ')
}

function received({ counts: { events, comments, bytes } }: ProbeView): string {
  const size =
    bytes < 1024
      ? `${bytes} B`
      : bytes < 1024 ** 2
        ? `${(bytes / 1024).toFixed(1)} KB`
        : `${(bytes / 1024 ** 2).toFixed(1)} MB`
  return `${events} events, ${comments} comments, ${size}`
}

function heartbeats({ counts, interval, measure }: ProbeView): string {
  const parts = [String(counts.heartbeats)]
  if (interval !== null) {
    parts.push(
      `every ${saidMs(interval.ms)} (${interval.from === 'told' ? 'told by the server' : `measured over ${interval.beats}`})`,
    )
  }
  if (measure === 'delay') parts.push('with a timestamp')
  return parts.join(', ')
}
