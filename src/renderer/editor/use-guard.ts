import { useEffect, useRef, useState } from 'react'
import type { Route } from '../route.ts'
import { useApp } from '../use-app.ts'

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
  // The browser asks by itself; in the desktop app main does, with a box.
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (!released.current && dirty.current()) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [])
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
