import { type JSX, useRef } from 'react'
import { FleetList, type FleetListHandle } from './FleetList.tsx'
import { Footer } from './Footer.tsx'
import { Header } from './Header.tsx'
import { MissedLine } from './Missed.tsx'
import { Tallies } from './Tallies.tsx'
import { Toolbar } from './Toolbar.tsx'
import { useFleetKeys } from './use-fleet-keys.ts'
import { WatchingNews } from './Watching.tsx'

/** All endpoints at a glance. */
export function FleetScreen(): JSX.Element {
  const search = useRef<HTMLInputElement>(null)
  const list = useRef<FleetListHandle>(null)
  const down = useFleetKeys({ search, list })
  return (
    <>
      <Header search={search} down={down} />
      <main className="flex min-h-0 flex-1 flex-col">
        <WatchingNews />
        <MissedLine />
        <Tallies />
        <Toolbar />
        <FleetList handle={list} />
      </main>
      <Footer />
    </>
  )
}
