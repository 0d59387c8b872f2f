import type { JSX } from 'react'
import { counted } from '../ui/counted.ts'
import { useListing, useListingStore } from './use-incidents.ts'

/** New ones do not push away what somebody reads, points at or has selected. */
export function Waiting(): JSX.Element | null {
  const listing = useListingStore()
  const waiting = useListing((state) => state.waiting)
  if (waiting === 0) return null
  return (
    <button
      type="button"
      className="btn btn-sm border-accent px-2.5 text-accent"
      onClick={() => listing.renew()}
    >
      Show {counted(waiting, 'new incident')}
    </button>
  )
}
