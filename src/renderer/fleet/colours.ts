import { themeEvent } from '../settings/theme.ts'

/** The names of `styles.css` that a canvas draws with. */
const names = [
  'failed',
  'waiting',
  'late',
  'deaf',
  'unproven',
  'live',
  'unwatched',
  'stopped',
  'line',
  'muted',
] as const
export type Colours = Readonly<Record<(typeof names)[number], string>>

let known: Colours | null = null

/** The theme's colours as a canvas takes them. A variable may be a `light-dark()`, which only an element resolves. */
export function coloursNow(): Colours {
  if (known !== null) return known
  const probe = document.createElement('span')
  document.body.append(probe)
  const entries = names.map((name) => {
    probe.style.color = `var(--${name})`
    return [name, getComputedStyle(probe).color]
  })
  probe.remove()
  known = Object.fromEntries(entries) as Colours
  return known
}

const listeners = new Set<() => void>()

/** Tells when the colours are others: the system's theme changed, or the one that was chosen. */
export function onColours(listener: () => void): () => void {
  if (listeners.size === 0) listen('addEventListener')
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) listen('removeEventListener')
  }
}

function listen(how: 'addEventListener' | 'removeEventListener'): void {
  window.matchMedia('(prefers-color-scheme: dark)')[how]('change', tell)
  window[how](themeEvent, tell)
  // Nobody heard of changes while nobody listened.
  known = null
}

function tell(): void {
  known = null
  for (const listener of listeners) listener()
}
