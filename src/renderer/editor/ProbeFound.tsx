import type { JSX, ReactNode } from 'react'
import type { ProbeView } from '../../shared/probe.ts'
import { visible } from '../endpoint/tail/visible.ts'
import { size } from '../endpoint/words.ts'
import { counted } from '../ui/counted.ts'
import { saidMs } from './durations.ts'
import { Suggestions } from './ProbeSuggestions.tsx'

/** What came of the check. */
export function Found({
  view,
  running,
}: {
  readonly view: ProbeView
  readonly running: boolean
}): JSX.Element {
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
        <Fact name="Last id">{view.lastEventId === null ? null : plain(view.lastEventId)}</Fact>
      </dl>
      {headers.length > 0 && (
        <details className="mt-3">
          <summary className="cursor-pointer font-medium">Response headers ({headers.length})</summary>
          <dl className="mt-1.5 grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-2 gap-y-1 font-mono text-xs">
            {headers.map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="break-words text-muted">{name}</dt>
                <dd className="break-words [unicode-bidi:isolate]">{plain(value)}</dd>
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
          <span
            className="w-20 flex-none truncate text-accent [unicode-bidi:isolate]"
            title={plain(event.type)}
          >
            {plain(event.type)}
          </span>
          <span
            className={`line-clamp-3 min-w-0 break-all [unicode-bidi:isolate] ${event.kind === 'comment' ? 'text-muted italic' : ''}`}
          >
            {event.kind === 'comment' ? `: ${plain(event.data)}` : plain(event.data)}
            {event.cut && ' …'}
          </span>
        </li>
      ))}
    </ol>
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
  return `${counted(events, 'event')}, ${counted(comments, 'comment')}, ${size(bytes)}`
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

/** What a server sent, with what is invisible or turns the writing around made visible. */
function plain(text: string): string {
  return visible(text, { lines: false, search: '' })
    .map((piece) => piece.text)
    .join('')
}
