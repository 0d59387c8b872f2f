import { useState } from 'react'

/**
 * For a dialog without a trigger of its own: Radix gives the focus back to the trigger only. `stays` tells whether the
 * focus is somebody else's by now, since another screen took it.
 */
export function useFocusBack(stays: () => boolean = () => false): (event: Event) => void {
  const [before] = useState(() => document.activeElement)
  return (event) => {
    event.preventDefault()
    if (!stays() && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
  }
}
