import { CircleCheck, CircleDashed, CircleX, PlugZap, Square } from 'lucide-react'
import type { JSX, ReactNode } from 'react'
import type { ProbeView } from '../../shared/probe.ts'
import { Found } from './ProbeFound.tsx'
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
