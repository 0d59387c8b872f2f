import { createContext, useContext, useEffect } from 'react'
import { useStore } from 'zustand'
import { poll } from '../endpoint/poll.ts'
import { createMemory } from '../fleet/memory.ts'
import type { FleetStore } from '../store.ts'
import type { App, Call } from '../use-app.ts'
import { useFleet } from '../use-fleet.ts'
import { createDrafts, type Drafts } from './detail/drafts.ts'
import { createListing, type Listing, type ListingStore } from './listing.ts'

const everyMs = 2000

/** What the screen holds, once for the whole page: whoever comes back finds filter, place and text as they were. */
export interface Holding {
  readonly listing: ListingStore
  readonly drafts: Drafts
}

const made = new WeakMap<Call, Holding>()

export function holdingOf({ call, toasts }: App, fleet: FleetStore): Holding {
  const known = made.get(call)
  if (known) return known
  const listing = createListing({
    call,
    now: Date.now,
    nameOf: (endpoint) => fleet.getState().views?.get(endpoint)?.name ?? endpoint,
    memory: createMemory(() => window.localStorage, 'heartline.incidents'),
  })
  const drafts = createDrafts({
    send: async (id, notes) => {
      const result = await call('incidents.note', { id, notes })
      if (result.ok) listing.amend([result.value])
      return result
    },
    complain: toasts.complain,
  })
  // The browser asks by itself; in the desktop app main does, with a box.
  window.addEventListener('beforeunload', (event) => {
    if (drafts.anyUnsaved()) event.preventDefault()
  })
  made.set(call, { listing, drafts })
  return { listing, drafts }
}

const HoldingContext = createContext<Holding | null>(null)

export const HoldingProvider = HoldingContext.Provider

function useHolding(): Holding {
  const holding = useContext(HoldingContext)
  if (holding === null) throw new Error('A component stands outside HoldingProvider: wrap it in one.')
  return holding
}

export const useListingStore = (): ListingStore => useHolding().listing
export const useDrafts = (): Drafts => useHolding().drafts

/** A part of the listing; the component renders again when that part is another one. */
export function useListing<T>(select: (listing: Listing) => T): T {
  return useStore(useListingStore(), select)
}

/** Calls `look` now, every other second while somebody can see it, and whenever incidents began, ended or were seen to. */
export function useLooking(look: () => Promise<void>): void {
  const counts = useFleet(({ watching }) =>
    watching === null ? '' : `${watching.incidents.open} ${watching.incidents.unacknowledged}`,
  )
  const link = useFleet((state) => state.link)
  // biome-ignore lint/correctness/useExhaustiveDependencies: other counts, or a monitor that is back, ask at once
  useEffect(() => poll(look, everyMs), [look, counts, link])
}

/** How endpoints are called, as one text each; an id where the endpoint is not watched any more. */
export function useNames(endpoints: readonly string[]): readonly string[] {
  const names = useFleet(({ views }) => endpoints.map((id) => views?.get(id)?.name ?? id).join('\n'))
  return endpoints.length === 0 ? [] : names.split('\n')
}
