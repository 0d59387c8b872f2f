import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { FleetState } from './fleet-state.ts'
import type { FleetStore } from './store.ts'

const FleetContext = createContext<FleetStore | null>(null)

/** Gives the store to the components below. */
export const FleetProvider = FleetContext.Provider

/** The store itself, for its transitions. */
export function useFleetStore(): FleetStore {
  const store = useContext(FleetContext)
  if (store === null)
    throw new Error('A component of the fleet stands outside FleetProvider: wrap it in one.')
  return store
}

/** A part of the state; the component renders again when that part is another one. */
export function useFleet<T>(select: (state: FleetState) => T): T {
  return useStore(useFleetStore(), select)
}

/** Since when this machine sees nothing of its streams, in ISO 8601; null where it does. */
export const useAwaySince = (): string | null => useFleet(({ watching }) => watching?.away?.since ?? null)
