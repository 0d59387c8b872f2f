import type { JSX } from 'react'

const mod = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl '

/** A key as this system writes it; `Mod+K` is Ctrl, or Command on a Mac. */
export function Key({ name }: { readonly name: string }): JSX.Element {
  return <kbd>{name.replace('Mod+', mod)}</kbd>
}
