import type { JSX } from 'react'
import type { IncidentKind } from '../../shared/view.ts'
import { kindMeanings, kindWords } from './words.ts'

const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.8 } as const

/** A shape of its own for each kind, so that colour is never the only sign (4-interface.md). */
const shapes: Readonly<Record<IncidentKind, JSX.Element>> = {
  outage: (
    <>
      <path d="M5 1.5h6L14.5 5v6L11 14.5H5L1.5 11V5z" fill="currentColor" />
      <path d="m5.5 5.5 5 5m0-5-5 5" stroke="var(--panel)" strokeWidth="1.8" />
    </>
  ),
  replay: (
    <>
      <path d="M1.5 4h6M1.5 8h3M1.5 12h6" {...line} />
      <path d="M11 4h3.5M8 8h6.5M11 12h3.5" {...line} strokeDasharray="1.6 1.4" />
    </>
  ),
  'local-network': (
    <>
      <path d="M2 6.5a9 9 0 0 1 12 0M4.5 9.5a5.4 5.4 0 0 1 7 0" {...line} />
      <circle cx="8" cy="12.5" r="1.4" fill="currentColor" />
      <path d="m2.5 2 11 12" {...line} />
    </>
  ),
  asleep: <path d="M12.5 10A5.5 5.5 0 0 1 6 3.5a5 5 0 1 0 6.5 6.5z" {...line} />,
}

/** Written out, since the class names are found by reading the source. */
const colours: Readonly<Record<IncidentKind, string>> = {
  outage: 'text-failed',
  replay: 'text-late',
  'local-network': 'text-waiting',
  asleep: 'text-unwatched',
}

/** Shape, word and colour of a kind of incident. */
export function KindMark({ kind }: { readonly kind: IncidentKind }): JSX.Element {
  return (
    <span
      className={`inline-flex items-center gap-2 font-semibold whitespace-nowrap ${colours[kind]}`}
      title={kindMeanings[kind]}
    >
      <svg viewBox="0 0 16 16" className="size-3.75 flex-none" aria-hidden="true">
        {shapes[kind]}
      </svg>
      {kindWords[kind]}
    </span>
  )
}
