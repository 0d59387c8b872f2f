import { useEffect, useRef } from 'react'
import { useApp } from '../use-app.ts'
import { useFleet } from '../use-fleet.ts'

/** Says on whatever screen that the demo's streams ended by themselves; rows that vanish tell no reason. */
export function useDemoEnd(): void {
  const { toasts } = useApp()
  const known = useFleet((state) => state.settings !== null)
  const problem = useFleet((state) => state.settings?.demoProblem ?? null)
  const said = useRef<string | null | undefined>(undefined)
  useEffect(() => {
    if (!known) return
    // What was so when the page opened is told in the settings; this is for what happens now.
    if (said.current !== undefined && problem !== null && problem !== said.current)
      toasts.complain({ message: problem, hint: '' })
    said.current = problem
  }, [known, problem, toasts])
}
