import { type RefObject, useEffect, useRef } from 'react'
import { hashOf } from '../route.ts'
import { usePlace } from '../use-app.ts'

/**
 * Moves the focus to the heading of a screen that the person went to, so that a screen reader says it and the keyboard
 * goes on from there. Not at the first screen, never because of data, and not where the screen placed the focus itself.
 */
export function useArrival(screen: RefObject<HTMLElement | null>): void {
  const place = usePlace(({ route }) => hashOf(route))
  const last = useRef(place)
  useEffect(() => {
    if (last.current === place) return
    last.current = place
    if (screen.current?.contains(document.activeElement) === true) return
    focusContent(screen.current)
  }, [place, screen])
}

/** Gives the focus to the screen's heading, or to the screen where it has none. */
export function focusContent(screen: HTMLElement | null): void {
  const target = screen?.querySelector<HTMLElement>('h1') ?? screen
  if (target === null) return
  target.tabIndex = -1
  target.focus({ preventScroll: true })
}
