import { type JSX, useEffect, useRef } from 'react'
import { Banners } from './fleet/Banners.tsx'
import { FleetList, type FleetListHandle } from './fleet/FleetList.tsx'
import { Footer } from './fleet/Footer.tsx'
import { Header } from './fleet/Header.tsx'
import { keyboard } from './fleet/keyboard.ts'
import { Tallies } from './fleet/Tallies.tsx'
import { useFleet, useFleetStore } from './use-fleet.ts'

/** The page: the fleet, and nothing else yet. */
export function App(): JSX.Element {
  const store = useFleetStore()
  const search = useRef<HTMLInputElement>(null)
  const list = useRef<FleetListHandle>(null)
  const failed = useFleet((state) => state.tally.failed)

  useEffect(() => {
    document.title = failed > 0 ? `(${failed} failed) Heartline` : 'Heartline'
  }, [failed])

  useEffect(() => {
    const onKey = keyboard(store, {
      search: () => search.current?.focus(),
      row: (index) => list.current?.focusRow(index),
      leave: () => search.current?.blur(),
    })
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [store])

  return (
    <div className="flex h-full min-w-200 flex-col">
      <Header search={search} />
      <main className="flex min-h-0 flex-1 flex-col">
        <Tallies />
        <Banners />
        <FleetList handle={list} />
      </main>
      <Footer />
    </div>
  )
}
