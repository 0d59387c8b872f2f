import { useEffect, useRef, useState } from 'react'
import type { Route } from '../route.ts'
import { useApp } from '../use-app.ts'
import { useFleet } from '../use-fleet.ts'

export interface Guard {
  /** Where the person wants to go though something would be lost; null while nobody wants to. */
  readonly wanted: Route | null
  stay(): void
  leave(): void
  /** From now on nothing is lost. */
  release(): void
}

/** Asks before a screen with unsaved work is left, reloaded or closed. */
export function useGuard(isDirty: () => boolean): Guard {
  const { router } = useApp()
  const inBrowser = useFleet((state) => state.about?.mode === 'browser')
  const [wanted, setWanted] = useState<Route | null>(null)
  const dirty = useRef(isDirty)
  dirty.current = isDirty
  const released = useRef(false)
  useEffect(
    () =>
      router.guard((to) => {
        if (released.current || !dirty.current()) return true
        setWanted(to)
        return false
      }),
    [router],
  )
  // The desktop's window closes without a word from the page: there this event would only make closing fail.
  useEffect(() => {
    if (!inBrowser) return
    const ask = (event: BeforeUnloadEvent) => {
      if (!released.current && dirty.current()) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [inBrowser])
  return {
    wanted,
    stay: () => setWanted(null),
    leave() {
      released.current = true
      if (wanted !== null) router.go(wanted)
    },
    release() {
      released.current = true
    },
  }
}
