import type uPlot from 'uplot'
import type { ChartView, OutageView } from '../../shared/screens.ts'
import { onTheme, palette } from '../ui/palette.ts'
import { attemptsTop, type Drawing, drawingOf, latencyTop } from './drawing.ts'
import { type Brush, brushOf, paintAttempts, paintLatency, paintOlderOutages, paintOutages } from './paint.ts'
import { paintLanes, paintReplay } from './paint-replay.ts'
import { paintStates } from './paint-states.ts'
import { createPanel } from './panel.ts'
import { type Range, reachOf, type Window, within, zoomed } from './range.ts'

export const panelNames = ['attempts', 'latency', 'replay', 'states'] as const
export type PanelName = (typeof panelNames)[number]
/** CSS pixels, known before anything is drawn, so that nothing moves. */
export const panelHeights: Readonly<Record<PanelName, number>> = {
  attempts: 76,
  latency: 118,
  replay: 90,
  states: 52,
}

export interface BoardOptions {
  readonly hosts: Readonly<Record<PanelName, HTMLElement>>
  readonly now: () => number
  /** The cursor is at this moment (epoch ms), or nowhere. */
  readonly onCursor: (at: number | null) => void
  /** A part of the past is in sight; null for the range up to the present. */
  readonly onShow: (window: Window | null) => void
  /** Begin of what one can go back to, epoch ms; null where nothing is kept. */
  readonly keptSince: () => number | null
}

/** Four charts on one time axis, outside of React's render. */
export interface Board {
  setChart(chart: ChartView): void
  setOutages(outages: readonly OutageView[]): void
  setRange(range: Range): void
  /** Moves the cursor by steps, to the newest one from nowhere. */
  moveCursor(steps: number): void
  leave(): void
  /** Narrower (under 1) or wider, around the cursor or the middle. */
  zoom(by: number): void
  /** By a share of what is in sight. */
  pan(share: number): void
  follow(): void
  destroy(): void
}

let boards = 0

export function createBoard({ hosts, now, onCursor, onShow, keptSince }: BoardOptions, first: Range): Board {
  let range = first
  let drawing: Drawing | null = null
  let outages: readonly OutageView[] = []
  let zoomedTo: Window | null = null
  let cursorAt: number | null = null
  /** What uPlot tells while it is built or moved from here is no pointer. */
  let quiet = true
  let selecting = false
  boards += 1
  const syncKey = `charts-${boards}`

  const all = (): readonly uPlot[] => panelNames.map((name) => panels[name])
  const shown = (): Window => zoomedTo ?? { from: now() - range.ms, to: now() }

  function panel(
    name: PanelName,
    yLabels: 'counts' | 'ms' | 'none',
    over: (brush: Brush, drawing: Drawing) => void,
  ): uPlot {
    return createPanel({
      host: hosts[name],
      height: panelHeights[name],
      palette,
      syncKey,
      yLabels,
      timed: name === 'states',
      under: (brush) => {
        paintOutages(brush, outages, now())
        if (drawing !== null) paintOlderOutages(brush, drawing, outages)
      },
      over: (brush) => {
        if (drawing !== null) over(brush, drawing)
      },
      onCursor: (left) => {
        if (quiet) return
        cursorAt = left === null ? null : panels[name].posToVal(left, 'x')
        onCursor(cursorAt)
      },
      onSelect: select,
      onReset: follow,
    })
  }
  const panels: Readonly<Record<PanelName, uPlot>> = {
    attempts: panel('attempts', 'counts', paintAttempts),
    latency: panel('latency', 'ms', paintLatency),
    replay: panel('replay', 'none', paintReplay),
    states: panel('states', 'none', (brush, drawn) => paintStates(brush, drawn, outages)),
  }
  quiet = false
  panels.replay.hooks.drawClear?.push((plot) => paintLanes(brushOf(plot, palette)))

  /** Every chart tells of the one selection: the first is meant, while the axis is still the one it was made on. */
  function select(window: Window): void {
    if (selecting) return
    selecting = true
    queueMicrotask(() => {
      selecting = false
      show(window)
    })
  }

  function show(window: Window | null): void {
    zoomedTo = window === null ? null : within(window, reachOf(range, keptSince(), now()))
    // Selections end where they become the window.
    for (const plot of all()) plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
    onShow(zoomedTo)
    redraw()
  }
  function follow(): void {
    show(null)
  }

  function redraw(): void {
    const { from, to } = shown()
    const tops: Readonly<Record<PanelName, number>> = {
      attempts: drawing === null ? 4 : attemptsTop(drawing, from, to),
      latency: drawing === null ? 100 : latencyTop(drawing, from, to),
      replay: 1,
      states: 1,
    }
    for (const name of panelNames) {
      const plot = panels[name]
      plot.batch(() => {
        plot.setData(
          [
            [from, to],
            [0, 0],
          ],
          false,
        )
        plot.setScale('x', { min: from, max: to })
        plot.setScale('y', { min: 0, max: tops[name] })
      })
    }
    placeCursor()
  }

  /** The cursor stays at its moment, while the axis moves below it. */
  function placeCursor(): void {
    const { from, to } = shown()
    quiet = true
    const at = cursorAt
    for (const plot of all()) {
      const left = at === null || at < from || at > to ? -10 : plot.valToPos(at, 'x')
      plot.setCursor({ left, top: left < 0 ? -10 : 1 }, false)
    }
    quiet = false
    onCursor(cursorAt)
  }

  const resize = new ResizeObserver(() => {
    for (const name of panelNames) {
      const width = hosts[name].clientWidth
      if (width > 0 && width !== panels[name].width)
        panels[name].setSize({ width, height: panelHeights[name] })
    }
  })
  resize.observe(hosts.attempts)
  const onWheel = (event: WheelEvent) => {
    const { from, to } = shown()
    const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX
    if (Math.abs(sideways) < Math.abs(event.deltaY) && !event.shiftKey) return
    event.preventDefault()
    const by = (sideways / Math.max(1, hosts.attempts.clientWidth)) * (to - from)
    if (zoomedTo !== null || by < 0) show({ from: from + by, to: to + by })
  }
  for (const name of panelNames) hosts[name].addEventListener('wheel', onWheel, { passive: false })
  const endTheme = onTheme(() => {
    for (const plot of all()) plot.redraw(false, true)
  })
  redraw()

  return {
    setChart(chart) {
      drawing = drawingOf(chart)
      redraw()
    },
    setOutages(next) {
      outages = next
    },
    setRange(next) {
      if (next === range) return
      range = next
      follow()
    },
    moveCursor(steps) {
      const { from, to } = shown()
      const step = drawing?.stepMs ?? 10_000
      cursorAt = Math.min(to, Math.max(from, (cursorAt ?? to) + steps * step))
      placeCursor()
    },
    leave() {
      cursorAt = null
      placeCursor()
    },
    zoom(by) {
      const window = shown()
      show(zoomed(window, cursorAt ?? (window.from + window.to) / 2, by))
    },
    pan(share) {
      const { from, to } = shown()
      const by = (to - from) * share
      show({ from: from + by, to: to + by })
    },
    follow,
    destroy() {
      resize.disconnect()
      for (const name of panelNames) hosts[name].removeEventListener('wheel', onWheel)
      endTheme()
      for (const plot of all()) plot.destroy()
    },
  }
}
