import { themeEvent } from '../settings/theme.ts'

/** CSS colours, variables and `light-dark()` as a canvas takes them, in the theme that the page has now. */
export interface Palette {
  colour(css: string): string
}

const known = new Map<string, string>()

export const palette: Palette = {
  colour(css) {
    const before = known.get(css)
    if (before !== undefined) return before
    // A variable may be a `light-dark()`, which only an element resolves.
    const probe = document.createElement('span')
    probe.hidden = true
    probe.style.color = css
    document.body.append(probe)
    const { color } = getComputedStyle(probe)
    probe.remove()
    known.set(css, color)
    return color
  },
}

const listeners = new Set<() => void>()

/** Tells when the colours are others: the system's theme changed, or the one that was chosen. */
export function onTheme(listener: () => void): () => void {
  if (listeners.size === 0) {
    // Nobody heard of changes while nobody listened.
    known.clear()
    window.addEventListener(themeEvent, tell)
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) window.removeEventListener(themeEvent, tell)
  }
}

function tell(): void {
  known.clear()
  for (const listener of listeners) listener()
}
