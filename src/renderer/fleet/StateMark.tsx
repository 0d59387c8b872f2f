import type { JSX } from 'react'
import { type ShownState, stateWords } from './state.ts'

/** A shape of its own for each state, so that colour is never the only sign (4-interface.md). */
const shapes: Readonly<Record<ShownState, JSX.Element>> = {
  failed: (
    <>
      <path d="M5 1.5h6L14.5 5v6L11 14.5H5L1.5 11V5z" fill="currentColor" />
      <path d="m5.5 5.5 5 5m0-5-5 5" stroke="var(--panel)" strokeWidth="1.8" />
    </>
  ),
  waiting: <path d="M13 8a5 5 0 1 1-1.6-3.7M13 2v3.5H9.5" {...outline(2)} />,
  connecting: <circle cx="8" cy="8" r="5" strokeDasharray="3 2.3" {...outline(2)} />,
  late: (
    <>
      <circle cx="8" cy="8" r="5" {...outline(2)} />
      <path d="M8 3a5 5 0 0 1 0 10z" fill="currentColor" />
    </>
  ),
  deaf: (
    <>
      <circle cx="8" cy="8" r="5.5" {...outline(1.8)} />
      <path d="M4 12 12 4" {...outline(1.8)} />
    </>
  ),
  unproven: (
    <>
      <circle cx="8" cy="8" r="5" {...outline(2)} />
      <circle cx="8" cy="8" r="1.6" fill="currentColor" />
    </>
  ),
  live: <circle cx="8" cy="8" r="5" fill="currentColor" />,
  unwatched: <path d="M12.5 10A5.5 5.5 0 0 1 6 3.5a5 5 0 1 0 6.5 6.5z" {...outline(1.8)} />,
  stopped: <rect x="3.5" y="3.5" width="9" height="9" rx="1.5" {...outline(2)} />,
}

function outline(width: number) {
  return { fill: 'none', stroke: 'currentColor', strokeWidth: width }
}

/** Written out, since the class names are found by reading the source. */
const colours: Readonly<Record<ShownState, string>> = {
  failed: 'text-failed',
  waiting: 'text-waiting',
  connecting: 'text-connecting',
  late: 'text-late',
  deaf: 'text-deaf',
  unproven: 'text-unproven',
  live: 'text-live',
  unwatched: 'text-unwatched',
  stopped: 'text-stopped',
}

/** Shape, word and colour of a state. */
export function StateMark({ state }: { readonly state: ShownState }): JSX.Element {
  return (
    <span className={`flex items-center gap-2 font-semibold whitespace-nowrap ${colours[state]}`}>
      <Shape state={state} />
      {stateWords[state]}
    </span>
  )
}

/** The shape alone, where words beside it tell the state. */
export function StateShape({ state }: { readonly state: ShownState }): JSX.Element {
  return (
    <span className={`flex-none ${colours[state]}`}>
      <Shape state={state} />
    </span>
  )
}

const Shape = ({ state }: { readonly state: ShownState }) => (
  <svg viewBox="0 0 16 16" className="size-3.75 flex-none" aria-hidden="true">
    {shapes[state]}
  </svg>
)
