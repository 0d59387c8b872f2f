import type uPlot from 'uplot'
import type { OutageView } from '../../shared/screens.ts'
import type { ShownState } from '../fleet/state.ts'
import { type Drawing, lanes } from './drawing.ts'
import type { Palette } from './palette.ts'
import { reasonOf } from './reasons.ts'

/** What a chart paints with; places are canvas pixels. */
export interface Brush {
  readonly plot: uPlot
  readonly ink: CanvasRenderingContext2D
  readonly palette: Palette
  /** Device pixels for each CSS pixel. */
  readonly dpr: number
  x(at: number): number
  y(value: number): number
  readonly box: uPlot.BBox
}

export function brushOf(plot: uPlot, palette: Palette): Brush {
  return {
    plot,
    palette,
    ink: plot.ctx,
    dpr: devicePixelRatio,
    x: (at) => plot.valToPos(at, 'x', true),
    y: (value) => plot.valToPos(value, 'y', true),
    box: plot.bbox,
  }
}

/** Runs `paint` with everything beyond the plotting area cut off. */
export function clipped({ ink, box }: Brush, paint: () => void): void {
  ink.save()
  ink.beginPath()
  ink.rect(box.left, box.top, box.width, box.height)
  ink.clip()
  paint()
  ink.restore()
}

/** The same shade in every chart, from the last sign of life before the trouble until it was over. */
export function paintOutages(brush: Brush, outages: readonly OutageView[], until: number): void {
  const { ink, palette, box, x } = brush
  ink.fillStyle = palette.colour('var(--failed)')
  ink.globalAlpha = 0.1
  for (const { start, end } of outages) {
    const from = x(Date.parse(start))
    const to = x(end === null ? until : Date.parse(end))
    ink.fillRect(from, box.top, Math.max(brush.dpr, to - from), box.height)
  }
  ink.globalAlpha = 1
}

export function paintAttempts(brush: Brush, { t, stepMs, attempts }: Drawing): void {
  const { ink, palette, x, y, dpr } = brush
  for (let index = 0; index < t.length; index++) {
    const at = t[index] ?? 0
    const left = x(at)
    const width = Math.max(dpr, x(at + stepMs) - left - dpr)
    let below = 0
    for (const { reason, counts } of attempts) {
      const count = counts[index] ?? 0
      if (count === 0) continue
      const bottom = y(below)
      const top = y(below + count)
      ink.fillStyle = palette.colour(reasonOf(reason).colour)
      // The gap between two layers tells them apart where their colours do not.
      ink.fillRect(left, top, width, Math.max(dpr, bottom - top - dpr))
      below += count
    }
  }
}

/** One hue for all percentiles: the higher, the darker or lighter, and the thinner. */
export const percentiles = [
  { name: 'p99', width: 1, colour: 'color-mix(in srgb, var(--accent) 62%, var(--panel))' },
  { name: 'p95', width: 1.6, colour: 'color-mix(in srgb, var(--accent) 82%, var(--panel))' },
  { name: 'p50', width: 2.2, colour: 'var(--accent)' },
] as const

export function paintLatency(brush: Brush, drawing: Drawing): void {
  const { ink, palette, x, y, dpr, box } = brush
  ink.fillStyle = palette.colour('var(--accent)')
  ink.globalAlpha = 0.4
  const { points } = drawing
  for (let index = 0; index < points.t.length; index++) {
    const top = Math.max(box.top, y(points.ms[index] ?? 0) - dpr)
    ink.fillRect(x(points.t[index] ?? 0), top, 1.6 * dpr, 1.6 * dpr)
  }
  ink.globalAlpha = 1
  ink.lineJoin = 'round'
  for (const { name, width, colour } of percentiles) {
    ink.strokeStyle = palette.colour(colour)
    ink.lineWidth = width * dpr
    paintLine(brush, drawing, drawing[name])
  }
}

/** A gap in the data is a gap in the line; a value between two gaps is a short dash. */
function paintLine({ ink, x, y }: Brush, { t, stepMs }: Drawing, values: Float64Array): void {
  ink.beginPath()
  let drawing = false
  for (let index = 0; index < t.length; index++) {
    const value = values[index] ?? Number.NaN
    if (Number.isNaN(value)) {
      drawing = false
      continue
    }
    const begin = x(t[index] ?? 0)
    const end = x((t[index] ?? 0) + stepMs)
    const next = values[index + 1] ?? Number.NaN
    if (!drawing && Number.isNaN(next)) {
      ink.moveTo(begin, y(value))
      ink.lineTo(end, y(value))
    } else if (drawing) ink.lineTo((begin + end) / 2, y(value))
    else ink.moveTo((begin + end) / 2, y(value))
    drawing = true
  }
  ink.stroke()
}

/** Colour, and a shape of its own for what is bad. */
const laneLooks: readonly { readonly colour: string; readonly shape: 'dot' | 'diamond' | 'ring' }[] = [
  { colour: 'var(--live)', shape: 'dot' },
  { colour: 'var(--failed)', shape: 'diamond' },
  { colour: 'var(--failed)', shape: 'diamond' },
  { colour: 'var(--connecting)', shape: 'dot' },
  { colour: 'var(--unwatched)', shape: 'ring' },
  { colour: 'var(--late)', shape: 'ring' },
]

const laneY = ({ box }: Brush, lane: number) => box.top + ((lane + 0.5) / lanes.length) * box.height

/** Rules and names of the lanes. */
export function paintLanes(brush: Brush): void {
  const { ink, palette, dpr, box } = brush
  ink.font = fontOf(dpr)
  ink.textAlign = 'right'
  ink.textBaseline = 'middle'
  for (const [lane, name] of lanes.entries()) {
    const y = laneY(brush, lane)
    ink.fillStyle = palette.colour('var(--line)')
    ink.fillRect(box.left, Math.round(y), box.width, Math.max(1, Math.round(dpr / 2)))
    ink.fillStyle = palette.colour('var(--faint)')
    ink.fillText(name, box.left - 8 * dpr, y)
  }
}

export function paintReplay(brush: Brush, { t, stepMs, lanes: counts }: Drawing): void {
  for (const [lane, column] of counts.entries())
    for (let index = 0; index < t.length; index++) {
      if (!((column[index] ?? 0) > 0)) continue
      paintMark(brush, lane, brush.x((t[index] ?? 0) + stepMs / 2))
    }
}

function paintMark(brush: Brush, lane: number, x: number): void {
  const { ink, palette, dpr } = brush
  const look = laneLooks[lane]
  if (look === undefined) return
  const y = laneY(brush, lane)
  ink.beginPath()
  if (look.shape === 'diamond') {
    const r = 5.5 * dpr
    ink.moveTo(x, y - r)
    ink.lineTo(x + r, y)
    ink.lineTo(x, y + r)
    ink.lineTo(x - r, y)
    ink.closePath()
  } else ink.arc(x, y, (look.shape === 'dot' ? 4 : 3.2) * dpr, 0, 2 * Math.PI)
  ink.lineWidth = 1.6 * dpr
  ink.fillStyle = ink.strokeStyle = palette.colour(look.colour)
  if (look.shape === 'ring') ink.stroke()
  else ink.fill()
}

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
    } else if (state === 'unwatched') hatch(brush, left, top, width, height)
    else {
      ink.fillStyle = palette.colour(`var(--${state})`)
      ink.globalAlpha = state === 'live' ? 0.85 : 1
      ink.fillRect(left, top, width, height)
      ink.globalAlpha = 1
    }
  }
  ink.fillStyle = palette.colour('var(--text)')
  for (let index = 0; index < t.length; index++)
    if ((rotations[index] ?? 0) > 0)
      ink.fillRect(x((t[index] ?? 0) + stepMs / 2) - dpr, box.top, 2 * dpr, box.height * 0.4)
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

export const fontOf = (dpr: number) => `${11 * dpr}px Inter, "Segoe UI", system-ui, "DejaVu Sans", sans-serif`
