import { type JSX, useEffect, useMemo, useRef, useState } from 'react'
import { isStale } from '../fleet-state.ts'
import { useKeys } from '../shell/keys.ts'
import { useApp, usePlace } from '../use-app.ts'
import { useFleet, useFleetStore } from '../use-fleet.ts'
import { Detail } from './detail/Detail.tsx'
import { Header } from './Header.tsx'
import { IncidentList, type IncidentListHandle } from './IncidentList.tsx'
import { keyboard } from './keyboard.ts'
import { Toolbar } from './Toolbar.tsx'
import { HoldingProvider, holdingOf, useListing, useListingStore, useLooking } from './use-incidents.ts'

/** What happened to the fleet, and, where one is `open`, all that is known of it. */
export function IncidentsScreen({ open }: { readonly open: string | null }): JSX.Element {
  const app = useApp()
  const fleet = useFleetStore()
  const holding = useMemo(() => holdingOf(app, fleet), [app, fleet])
  return (
    <HoldingProvider value={holding}>
      <Incidents open={open} />
    </HoldingProvider>
  )
}

function Incidents({ open }: { readonly open: string | null }): JSX.Element {
  const app = useApp()
  const listing = useListingStore()
  const stale = useFleet(isStale)
  const selecting = useListing((state) => state.selected.size > 0)
  const search = useRef<HTMLInputElement>(null)
  const list = useRef<IncidentListHandle>(null)
  const notes = useRef<HTMLTextAreaElement>(null)
  const [isExporting, setExporting] = useState(false)
  const [toNotes, setToNotes] = useState<string | null>(null)
  const loadedWith = useRef(open)
  useLooking(listing.look)
  useEndpointOfRoute()
  useReturn(open, (id) => {
    loadedWith.current = null
    const index = listing.getState().shown.findIndex((incident) => incident.id === id)
    if (index >= 0) list.current?.focusRow(index)
  })

  const { keys, down } = keyboard(listing, app, open, {
    search: () => search.current?.focus(),
    row: (index) => list.current?.focusRow(index),
    leave: () => search.current?.blur(),
    notes(id) {
      setToNotes(id)
      if (id === open) notes.current?.focus()
      else app.router.go({ screen: 'incident', id })
    },
    openExport: () => setExporting(true),
  })
  useKeys(keys)
  const exportingOf = (these: boolean) => ({ open: isExporting && these, setOpen: setExporting })
  const beside = open === null ? '' : 'max-[1199px]:hidden'

  return (
    <main className={`flex min-h-0 flex-1 flex-col pb-3.5 ${stale ? 'grayscale' : ''}`}>
      <Header search={search} down={down} />
      <div className={beside}>
        <Toolbar exporting={exportingOf(selecting)} />
      </div>
      <div
        className={`grid min-h-0 flex-1 grid-rows-[minmax(0,1fr)] gap-3.5 px-5 ${open === null ? '' : 'min-[1200px]:grid-cols-[minmax(0,1fr)_minmax(0,1.05fr)]'}`}
      >
        <div className={`flex min-h-0 min-w-0 flex-col ${beside}`}>
          <IncidentList handle={list} open={open} />
        </div>
        {open !== null && (
          <Detail
            key={open}
            id={open}
            grab={toNotes === open ? 'notes' : loadedWith.current === open ? null : 'heading'}
            notes={notes}
            exporting={exportingOf(!selecting)}
          />
        )}
      </div>
    </main>
  )
}

/** The address may name an endpoint to which the list is narrowed. */
function useEndpointOfRoute(): void {
  const listing = useListingStore()
  const of = usePlace(({ route }) => (route.screen === 'incidents' ? route.of : undefined))
  useEffect(() => {
    if (of !== undefined && of !== listing.getState().filter.endpoint) listing.narrow({ endpoint: of })
  }, [listing, of])
}

/** Tells which incident was shown before, once another one is or none is any more. */
function useReturn(open: string | null, back: (from: string) => void): void {
  const last = useRef(open)
  useEffect(() => {
    const from = last.current
    last.current = open
    if (from !== null && open === null) back(from)
  })
}
