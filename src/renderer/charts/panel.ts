import uPlot from 'uplot'
import { latency } from '../fleet/time.ts'
import type { Palette } from '../ui/palette.ts'
import { clock, clockSeconds, day } from '../ui/times.ts'
import { type Brush, brushOf, clipped, fontOf } from './paint.ts'
import type { Window } from './range.ts'

export interface PanelOptions {
  readonly host: HTMLElement
  /** CSS pixels. */
  readonly height: number
  readonly palette: Palette
  /** Charts with one key share cursor and selection. */
  readonly syncKey: string
  readonly yLabels: 'counts' | 'ms' | 'none'
  /** Whether the time stands below. */
  readonly timed: boolean
  readonly under: (brush: Brush) => void
  readonly over: (brush: Brush) => void
  /** The pointer moved or left: CSS pixels from the left of the plotting area, or null. */
  readonly onCursor: (left: number | null) => void
  readonly onSelect: (window: Window) => void
  readonly onReset: () => void
}

const leftAxis = 76

/** One chart: axes, cursor and selection are uPlot's; what it shows is painted from typed columns. */
export function createPanel(options: PanelOptions): uPlot {
  const { host, height, palette, timed, yLabels, syncKey } = options
  const colour = (css: string) => () => palette.colour(css)
  const look = { stroke: colour('var(--faint)'), font: fontOf(1), ticks: { show: false } }
  const grid = { stroke: colour('var(--line)'), width: 1 }
  return new uPlot(
    {
      width: host.clientWidth,
      height,
      ms: 1,
      padding: [6, 14, timed ? 0 : 4, 0],
      legend: { show: false },
      scales: { x: { time: true, auto: false }, y: { auto: false, range: (_, from, to) => [from, to] } },
      series: [{}, { show: true, paths: () => null, points: { show: false } }],
      axes: [
        {
          ...look,
          grid: { show: false },
          size: timed ? 20 : 0,
          gap: 4,
          space: 90,
          values: timed ? times : () => [],
        },
        {
          ...look,
          grid: { ...grid, show: yLabels !== 'none' },
          size: leftAxis,
          gap: 8,
          splits: (_, __, from, to) => [from, (from + to) / 2, to],
          values: (_, splits) => splits.map((value) => label(value, yLabels)),
        },
      ],
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: true, y: false, setScale: false, dist: 4 },
        sync: { key: syncKey, scales: ['x', null] },
        bind: {
          dblclick: () => () => {
            options.onReset()
            return null
          },
        },
      },
      hooks: {
        drawClear: [(plot) => paint(plot, options.under)],
        draw: [(plot) => paint(plot, options.over)],
        setCursor: [
          (plot) => options.onCursor((plot.cursor.left ?? -1) < 0 ? null : (plot.cursor.left ?? null)),
        ],
        setSelect: [
          (plot) => {
            const { left, width } = plot.select
            if (width > 0)
              options.onSelect({ from: plot.posToVal(left, 'x'), to: plot.posToVal(left + width, 'x') })
          },
        ],
      },
    },
    [
      [0, 1],
      [0, 0],
    ],
    host,
  )

  function paint(plot: uPlot, part: (brush: Brush) => void): void {
    const brush = brushOf(plot, palette)
    clipped(brush, () => part(brush))
  }
}

function label(value: number, labels: PanelOptions['yLabels']): string {
  if (labels === 'none') return ''
  if (labels === 'counts') return Number.isInteger(value) ? String(value) : ''
  return value === 0 ? '0 ms' : latency(value)
}

const times: uPlot.Axis.DynamicValues = (_, splits, __, ___, step) => splits.map((at) => tick(at, step))

/** A midnight says which day begins with it; so do all, where they are a day or more apart. */
function tick(at: number, stepMs: number): string {
  if (stepMs < 60_000) return clockSeconds(at)
  return stepMs >= 86_400_000 || clock(at) === '00:00' ? day(at) : clock(at)
}
