import { CircleCheck } from 'lucide-react'
import type { JSX } from 'react'
import { isStale } from '../fleet-state.ts'
import { Middle } from '../ui/Middle.tsx'
import { useFleet } from '../use-fleet.ts'
import { narrows, rangeOf, ranges, unfiltered } from './filter.ts'
import { useListing, useListingStore } from './use-incidents.ts'

/** What stands where rows would: not known yet, not to be had, nothing that matches, or nothing that happened. */
export function Empty(): JSX.Element {
  const known = useListing((state) => state.known !== null)
  const error = useListing((state) => state.error)
  const narrowed = useListing((state) => narrows(state.filter))
  if (!known) return error === null ? <Middle>Asking the monitor what happened…</Middle> : <NotHad />
  return narrowed ? <NoMatch /> : <Nothing />
}

function NotHad(): JSX.Element {
  const listing = useListingStore()
  const error = useListing((state) => state.error)
  const stale = useFleet(isStale)
  if (stale) return <Middle>The incidents come as soon as the monitor answers again.</Middle>
  return (
    <Middle>
      <h2 className="text-[15px] font-semibold text-text">The incidents cannot be shown</h2>
      <p role="alert" className="break-words">
        {error?.message} {error?.hint}
      </p>
      <button type="button" className="btn" onClick={() => void listing.look()}>
        Try again
      </button>
    </Middle>
  )
}

function NoMatch(): JSX.Element {
  const listing = useListingStore()
  const filter = useListing((state) => state.filter)
  return (
    <Middle>
      <p>No incident of {rangeOf(filter).words} matches the filters and the search.</p>
      <span className="flex gap-2">
        <button type="button" className="btn" onClick={() => listing.narrow(unfiltered(filter))}>
          Show all
        </button>
        <LookBack />
      </span>
    </Middle>
  )
}

function Nothing(): JSX.Element {
  const filter = useListing((state) => state.filter)
  return (
    <Middle>
      <CircleCheck className="size-8 text-live" aria-hidden="true" />
      <h2 className="text-[15px] font-semibold text-text">No incidents in {rangeOf(filter).words}</h2>
      <p>
        Outages, replays that left events out, and the times at which this machine slept or had no network
        stand here, with what was on record of them.
      </p>
      <LookBack />
    </Middle>
  )
}

/** To the next longer time. */
function LookBack(): JSX.Element | null {
  const listing = useListingStore()
  const range = useListing((state) => rangeOf(state.filter))
  const longer = ranges[ranges.indexOf(range) + 1]
  if (longer === undefined) return null
  return (
    <button type="button" className="btn" onClick={() => listing.narrow({ range: longer.name })}>
      Look at {longer.words}
    </button>
  )
}
