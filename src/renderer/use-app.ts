import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { CallResult, CommandInput, CommandName, CommandOutput } from '../shared/contract.ts'
import type { Place, Router } from './route.ts'
import type { ToastStore } from './ui/toasts.ts'

/** Asks the monitor; resolves always, with an error as a value where the monitor refused or does not answer. */
export type Call = <C extends CommandName>(
  command: C,
  input: CommandInput<C>,
) => Promise<CallResult<CommandOutput<C>>>

/** What every screen may need beside the fleet. */
export interface App {
  readonly call: Call
  readonly router: Router
  readonly toasts: ToastStore
}

const AppContext = createContext<App | null>(null)

export const AppProvider = AppContext.Provider

export function useApp(): App {
  const app = useContext(AppContext)
  if (app === null) throw new Error('A component stands outside AppProvider: wrap it in one.')
  return app
}

export function usePlace<T>(select: (place: Place) => T): T {
  return useStore(useApp().router, select)
}
