import type { RefObject } from 'react'
import { useKeys } from '../shell/keys.ts'
import { useApp } from '../use-app.ts'
import { useFleetStore } from '../use-fleet.ts'
import type { FleetListHandle } from './FleetList.tsx'
import { keyboard } from './keyboard.ts'

interface Places {
  readonly search: RefObject<HTMLInputElement | null>
  readonly list: RefObject<FleetListHandle | null>
}

/** Listens to the fleet's keys while its screen is there. Gives the way down from the search. */
export function useFleetKeys({ search, list }: Places): () => void {
  const { keys, down } = keyboard(useFleetStore(), useApp(), {
    search: () => search.current?.focus(),
    item: (index) => list.current?.focusItem(index),
    leave: () => search.current?.blur(),
  })
  useKeys(keys)
  return down
}
