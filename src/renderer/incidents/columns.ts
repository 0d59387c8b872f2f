import { useSyncExternalStore } from 'react'

/** Widths in pixels: fixed where figures stand, so that a number that grows moves nothing. */
export interface Layout {
  readonly template: string
  /** Whether the cause has a column; else it stands below the endpoints. */
  readonly causeApart: boolean
  /** Whether each row can be acknowledged in its place; else only a mark tells that it was. */
  readonly acknowledging: boolean
}

const wide: Layout = {
  template: '160px minmax(0,1fr) 118px 128px minmax(0,1.9fr) 56px 116px',
  causeApart: true,
  acknowledging: true,
}
const narrow: Layout = {
  template: '160px minmax(0,1fr) 104px 118px 48px 116px',
  causeApart: false,
  acknowledging: true,
}
const beside: Layout = {
  template: '148px minmax(0,1fr) 98px 112px 44px',
  causeApart: false,
  acknowledging: false,
}

const isWide = '(min-width: 1180px)'

/** The layout of the list in the window as it is; `open`: an incident is shown beside it. */
export function useLayout(open: boolean): Layout {
  const roomy = useSyncExternalStore(subscribe, () => window.matchMedia(isWide).matches)
  if (open) return beside
  return roomy ? wide : narrow
}

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(isWide)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

/** The names of the columns, in the order of a row's cells. */
export function columnsOf({ causeApart, acknowledging }: Layout): readonly string[] {
  return [
    'Kind',
    'Endpoints',
    'Began',
    'Duration',
    ...(causeApart ? ['Cause'] : []),
    'Marks',
    ...(acknowledging ? ['Acknowledged'] : []),
  ]
}
