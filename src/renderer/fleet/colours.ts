import { palette } from '../ui/palette.ts'

/** The names of `styles.css` that a strip is drawn with. */
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

/** The theme's colours as a canvas takes them. */
export function coloursNow(): Colours {
  return Object.fromEntries(names.map((name) => [name, palette.colour(`var(--${name})`)])) as Colours
}
