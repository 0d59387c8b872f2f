import { useSyncExternalStore } from 'react'

export interface Column {
  readonly name: string
  readonly numeric?: boolean
  readonly title?: string
}

/** The columns, in the order of a row's cells. */
export const columns: readonly Column[] = [
  { name: 'State' },
  { name: 'Endpoint' },
  { name: 'Last hour', title: 'The worst state of each half minute' },
  { name: 'Attempts', title: 'Reconnect attempts in the last hour' },
  { name: 'p95', numeric: true, title: '95 of 100 heartbeats were no slower; by which measure' },
  { name: 'Last sign', numeric: true, title: 'Since the last sign of life, and since the last event' },
  { name: 'Trunc.', numeric: true, title: 'Replays that left events out' },
  { name: 'What is happening' },
  { name: 'Actions' },
]

/** Widths in pixels: fixed where figures stand, so that a number that grows moves nothing. */
export interface Layout {
  readonly template: string
  readonly gap: number
  readonly strip: number
  /** Null where there is no room for the attempts; the endpoint's own screen shows them. */
  readonly attempts: number | null
  readonly roomy: boolean
}

const wide: Layout = {
  template: '154px minmax(0,1.1fr) 196px 72px 62px 66px 52px minmax(0,1.75fr) 104px',
  gap: 13,
  strip: 196,
  attempts: 72,
  roomy: true,
}
const middle: Layout = {
  template: '150px minmax(0,1.1fr) 132px 66px 60px 66px 50px minmax(0,1.75fr) 58px',
  gap: 10,
  strip: 132,
  attempts: 66,
  roomy: false,
}
const narrow: Layout = {
  template: '148px minmax(0,1.1fr) 100px 58px 66px 50px minmax(0,1.75fr) 58px',
  gap: 8,
  strip: 100,
  attempts: null,
  roomy: false,
}

const isWide = '(min-width: 1400px)'
const isMiddle = '(min-width: 1120px)'

/** The layout for the window as it is; the component renders again when it is another one. */
export function useLayout(): Layout {
  return useSyncExternalStore(subscribe, now)
}

function subscribe(listener: () => void): () => void {
  const queries = [isWide, isMiddle].map((query) => window.matchMedia(query))
  for (const query of queries) query.addEventListener('change', listener)
  return () => {
    for (const query of queries) query.removeEventListener('change', listener)
  }
}

function now(): Layout {
  if (window.matchMedia(isWide).matches) return wide
  return window.matchMedia(isMiddle).matches ? middle : narrow
}

export const shownColumns = ({ attempts }: Layout): readonly Column[] =>
  attempts === null ? columns.filter(({ name }) => name !== 'Attempts') : columns
