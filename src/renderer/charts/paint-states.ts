import type { OutageView } from '../../shared/screens.ts'
import type { ShownState } from '../fleet/state.ts'
import { span } from '../fleet/time.ts'
import type { Drawing } from './drawing.ts'
import { type Brush, fontOf } from './paint.ts'

/** How much of the height a state takes, from below: what is bad stands out by its height too. */
const heights: Readonly<Record<ShownState, number>> = {
  failed: 1,
  waiting: 0.82,
  connecting: 0.7,
  late: 0.7,
  deaf: 0.7,
  unproven: 0.55,
  live: 0.55,
  unwatched: 0.55,
  stopped: 0.16,
}

export function paintStates(
  brush: Brush,
  { segments, rotations, t, stepMs }: Drawing,
  outages: readonly OutageView[],
): void {
  const { ink, palette, x, box, dpr } = brush
  const isRotating = (from: number, to: number) => {
    for (let index = 0; index < t.length; index++) {
      const at = t[index] ?? 0
      if (at + stepMs >= from && at <= to && (rotations[index] ?? 0) > 0) return true
    }
    return false
  }
  const isOutage = (from: number, to: number) =>
    outages.some(({ start, end }) => Date.parse(start) < to && (end === null || Date.parse(end) > from))
  for (const { from, to, state } of segments) {
    const left = x(from)
    const width = Math.max(dpr, x(to) - left)
    const underWay = state === 'waiting' || state === 'connecting'
    const height = box.height * heights[state]
    const top = box.top + box.height - height
    if (underWay && !isOutage(from, to) && isRotating(from, to)) {
      ink.fillStyle = palette.colour('var(--faint)')
      ink.fillRect(left, box.top + box.height * 0.45, width, box.height * 0.55)
    } else if (state === 'unwatched') {
      hatch(brush, left, top, width, height)
      name(brush, left, top, width, height, `unwatched ${span(to - from)}`)
    } else {
      ink.fillStyle = palette.colour(`var(--${state})`)
      ink.globalAlpha = state === 'live' ? 0.85 : 1
      ink.fillRect(left, top, width, height)
      ink.globalAlpha = 1
    }
  }
  paintRotations(brush, { rotations, t, stepMs })
}

/** CSS pixels: closer than this, ticks would be a wall before the states. */
const leastApart = 6

/** A tick for each step with a rotation; where narrow ones follow each other, a line on top. */
function paintRotations(
  { ink, palette, x, box, dpr }: Brush,
  { rotations, t, stepMs }: Pick<Drawing, 'rotations' | 't' | 'stepMs'>,
): void {
  ink.fillStyle = palette.colour('var(--text)')
  const width = x(stepMs) - x(0)
  const rotates = (index: number) => (rotations[index] ?? 0) > 0
  for (let index = 0; index < t.length; index++) {
    if (!rotates(index)) continue
    const left = x(t[index] ?? 0)
    const isDense = width < leastApart * dpr && (rotates(index - 1) || rotates(index + 1))
    if (isDense) ink.fillRect(left, box.top, Math.ceil(width), 2 * dpr)
    else ink.fillRect(left + width / 2 - dpr, box.top, 2 * dpr, box.height * 0.4)
  }
}

function hatch({ ink, palette, dpr }: Brush, left: number, top: number, width: number, height: number): void {
  ink.save()
  ink.beginPath()
  ink.rect(left, top, width, height)
  ink.clip()
  ink.strokeStyle = palette.colour('var(--unwatched)')
  ink.lineWidth = dpr
  ink.beginPath()
  for (let at = left - height; at < left + width; at += 6 * dpr) {
    ink.moveTo(at, top + height)
    ink.lineTo(at + height, top)
  }
  ink.stroke()
  ink.strokeRect(left, top, width, height)
  ink.restore()
}

/** Words on a stretch of which enough is in sight for them. */
function name(brush: Brush, left: number, top: number, width: number, height: number, words: string): void {
  const { ink, palette, dpr, box } = brush
  ink.font = fontOf(dpr)
  const wide = ink.measureText(words).width
  const begin = Math.max(left, box.left)
  const seen = Math.min(left + width, box.left + box.width) - begin
  if (wide + 12 * dpr > seen) return
  const middle = begin + seen / 2
  ink.fillStyle = palette.colour('var(--panel)')
  ink.fillRect(middle - wide / 2 - 4 * dpr, top + dpr, wide + 8 * dpr, height - 2 * dpr)
  ink.fillStyle = palette.colour('var(--muted)')
  ink.textAlign = 'center'
  ink.textBaseline = 'middle'
  ink.fillText(words, middle, top + height / 2)
}
