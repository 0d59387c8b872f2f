import { useEffect, useRef } from 'react'

/** Keys as `event.key` names them; `Mod+k` is Ctrl or, on a Mac, Command with k. */
export type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>

export interface KeysOptions {
  /** Also while a dialog or menu is open, and in fields for keys with Mod. For the shell alone. */
  readonly everywhere?: boolean
}

/**
 * Listens to keys while the component is there. Fields keep their letters: only Escape and keys with Mod reach past
 * them. A key that somebody nearer handled (`preventDefault`) is left alone.
 */
export function useKeys(keys: Keys, { everywhere = false }: KeysOptions = {}): void {
  const current = useRef(keys)
  current.current = keys
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.altKey) return
      const mod = event.ctrlKey || event.metaKey
      const act = current.current[mod ? `Mod+${event.key.toLowerCase()}` : event.key]
      if (act === undefined) return
      if (!everywhere && isOverlaid()) return
      if (!mod && event.key !== 'Escape' && isField(event.target)) return
      event.preventDefault()
      act(event)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [everywhere])
}

export function isOverlaid(): boolean {
  return document.querySelector('dialog[open], [role="menu"]') !== null
}

/** A checkbox takes no letters. */
const fields = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable="true"]'

export function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches(fields)
}
