import { type JSX, useEffect, useRef } from 'react'
import { useFleetStore } from '../use-fleet.ts'
import { FleetList, type FleetListHandle } from './FleetList.tsx'
import { Footer } from './Footer.tsx'
import { Header } from './Header.tsx'
import { keyboard } from './keyboard.ts'
import { Tallies } from './Tallies.tsx'

/** All endpoints at a glance. */
export function FleetScreen(): JSX.Element {
  const store = useFleetStore()
  const search = useRef<HTMLInputElement>(null)
  const list = useRef<FleetListHandle>(null)

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
    <>
      <Header search={search} />
      <main className="flex min-h-0 flex-1 flex-col">
        <Tallies />
        <FleetList handle={list} />
      </main>
      <Footer />
    </>
  )
}
