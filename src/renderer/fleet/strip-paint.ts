import { type StripState, type StripView, stripStates } from '../../shared/screens.ts'
import type { Colours } from './colours.ts'

/** Where to paint, in device pixels; `dpr` of them are one pixel of the page. */
export interface Surface {
  readonly context: CanvasRenderingContext2D
  readonly width: number
  readonly height: number
  readonly dpr: number
  readonly colours: Colours
}

/** How much of the height a state leaves free: the worse, the taller, so that shape tells what colour does. */
const tops: Readonly<Partial<Record<StripState, number>>> = {
  f: 0,
  w: 0.18,
  d: 0.3,
  l: 0.3,
  p: 0.55,
  v: 0.42,
  s: 0.7,
}

const colourNames: Readonly<Partial<Record<StripState, keyof Colours>>> = {
  f: 'failed',
  w: 'waiting',
  d: 'deaf',
  l: 'late',
  p: 'unproven',
  v: 'live',
  s: 'stopped',
}

/** The last hour: a block for each run of one state, hatching where nobody was looking, a tick for a rotation. */
export function paintStrip(surface: Surface, { states, rotations }: StripView): void {
  const { context, width, height, dpr, colours } = surface
  context.clearRect(0, 0, width, height)
  baseLine(surface)
  const x = (step: number) => Math.round((step / states.length) * width)
  for (const { state, from, to } of runs(states)) {
    if (state === 'u') {
      hatch(surface, x(from), x(to))
      continue
    }
    const colour = colourNames[state]
    const top = tops[state]
    if (colour === undefined || top === undefined) continue
    context.fillStyle = colours[colour]
    context.globalAlpha = state === 'v' || state === 'p' ? 0.75 : 1
    // A state that lasted for one step only must still be seen.
    const wide = Math.max(state === 'v' ? dpr : 2 * dpr, x(to) - x(from))
    context.fillRect(x(from), Math.round(top * height), wide, height)
  }
  context.globalAlpha = 0.6
  context.fillStyle = colours.muted
  for (const step of rotations) context.fillRect(x(step), 0, Math.max(1, Math.round(dpr)), height)
  context.globalAlpha = 1
}

function hatch({ context, height, dpr, colours }: Surface, from: number, to: number): void {
  context.save()
  context.beginPath()
  context.rect(from, 0, to - from, height)
  context.clip()
  context.strokeStyle = colours.unwatched
  context.lineWidth = dpr
  context.beginPath()
  for (let at = from - height; at < to; at += 5 * dpr) {
    context.moveTo(at, height)
    context.lineTo(at + height, 0)
  }
  context.stroke()
  context.restore()
}

const bars = 24

/** Reconnect attempts, on a base line. */
export function paintAttempts(surface: Surface, { attempts }: StripView): void {
  const { context, width, height, dpr, colours } = surface
  context.clearRect(0, 0, width, height)
  baseLine(surface)
  const counts = summed(attempts, bars)
  const most = Math.max(3, ...counts)
  context.fillStyle = colours.waiting
  counts.forEach((count, index) => {
    if (count === 0) return
    const high = Math.max(2 * dpr, (count / most) * (height - 2 * dpr))
    const left = Math.round((index / bars) * width)
    context.fillRect(left, height - high, Math.max(dpr, width / bars - dpr), high)
  })
}

/** The whole hour, also where nothing is known of it. */
function baseLine({ context, width, height, dpr, colours }: Surface): void {
  context.fillStyle = colours.line
  context.fillRect(0, height - dpr, width, dpr)
}

export interface Run {
  readonly state: StripState
  readonly from: number
  /** Exclusive. */
  readonly to: number
}

/** Neighbours of one state as one run; letters that nobody knows are left out. */
export function runs(states: string): readonly Run[] {
  const found: Run[] = []
  let from = 0
  for (let at = 1; at <= states.length; at++) {
    if (at < states.length && states[at] === states[from]) continue
    const state = states[from]
    if (isState(state)) found.push({ state, from, to: at })
    from = at
  }
  return found
}

function isState(letter: string | undefined): letter is StripState {
  return letter !== undefined && letter in stripStates
}

/** As many sums as asked for, of neighbours. */
export function summed(counts: readonly number[], into: number): readonly number[] {
  const sums = new Array<number>(into).fill(0)
  counts.forEach((count, index) => {
    const at = Math.floor((index / counts.length) * into)
    sums[at] = (sums[at] ?? 0) + count
  })
  return sums
}
