import type uPlot from 'uplot'
import type { OutageView } from '../../shared/screens.ts'
import type { Palette } from '../ui/palette.ts'
import type { Drawing } from './drawing.ts'
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

/** Only the newest outages are told one by one: before them the steps tell how long there was one. */
export function paintOlderOutages(brush: Brush, drawing: Drawing, outages: readonly OutageView[]): void {
  const { ink, palette, box, x, dpr } = brush
  const { t, stepMs, outageMs } = drawing
  const before = Math.min(...outages.map(({ start }) => Date.parse(start)))
  ink.fillStyle = palette.colour('var(--failed)')
  ink.globalAlpha = 0.1
  for (let index = 0; index < t.length; index++) {
    const from = t[index] ?? 0
    const ms = outageMs[index] ?? 0
    if (ms > 0 && from + stepMs <= before)
      ink.fillRect(x(from), box.top, Math.max(dpr, x(from + ms) - x(from)), box.height)
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
  const { ink, palette, dpr } = brush
  ink.fillStyle = palette.colour('var(--accent)')
  if (drawing.points.t.length > 0) paintPoints(brush, drawing.points)
  else paintSpread(brush, drawing)
  ink.globalAlpha = 1
  ink.lineJoin = 'round'
  for (const { name, width, colour } of percentiles) {
    ink.strokeStyle = palette.colour(colour)
    ink.lineWidth = width * dpr
    paintLine(brush, drawing, drawing[name])
  }
}

function paintPoints({ ink, x, y, dpr, box }: Brush, { t, ms }: Drawing['points']): void {
  ink.globalAlpha = 0.4
  for (let index = 0; index < t.length; index++) {
    const top = Math.max(box.top, y(ms[index] ?? 0) - dpr)
    ink.fillRect(x(t[index] ?? 0), top, 1.6 * dpr, 1.6 * dpr)
  }
}

/** Where single samples are not kept: from the median to p99 a band, and a mark for the slowest of each step. */
function paintSpread({ ink, x, y, dpr, box }: Brush, { t, stepMs, p50, p99, max }: Drawing): void {
  for (let index = 0; index < t.length; index++) {
    const [low, high, slowest] = [
      p50[index] ?? Number.NaN,
      p99[index] ?? Number.NaN,
      max[index] ?? Number.NaN,
    ]
    if (Number.isNaN(low) || Number.isNaN(high)) continue
    const left = x(t[index] ?? 0)
    const width = x((t[index] ?? 0) + stepMs) - left
    ink.globalAlpha = 0.14
    ink.fillRect(left, y(high), width, y(low) - y(high))
    ink.globalAlpha = 0.5
    ink.fillRect(left, Math.max(box.top, y(slowest) - dpr), Math.max(1.6 * dpr, width), 1.2 * dpr)
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

export const fontOf = (dpr: number) => `${11 * dpr}px Inter, "Segoe UI", system-ui, "DejaVu Sans", sans-serif`
