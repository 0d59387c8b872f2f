import { type JSX, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { ChartView } from '../../shared/screens.ts'
import { onTheme, type Palette, palette } from '../ui/palette.ts'
import { sightOf, stepsIn } from './sight.ts'
import type { ChartSource, ChartState } from './source.ts'

const height = 36

/** Heartbeats and events a second over what is in sight, each against its own most. */
export function RateChart({ source }: { readonly source: ChartSource }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null)
  const most = useStore(source, mostWords)
  useEffect(() => {
    const { current } = canvas
    if (current === null) return
    const draw = () => {
      const state = source.getState()
      if (state.chart !== null) paint(current, ratesOf(state, state.chart), palette)
    }
    const endTheme = onTheme(draw)
    const resize = new ResizeObserver(draw)
    resize.observe(current)
    const end = source.subscribe(draw)
    return () => {
      end()
      resize.disconnect()
      endTheme()
    }
  }, [source])
  return (
    <figure className="mt-2">
      <canvas ref={canvas} className="block w-full" style={{ height }} />
      <figcaption className="mt-1 text-[11px] text-faint">{most}</figcaption>
    </figure>
  )
}

const perSecond = (column: readonly number[], stepMs: number) => Math.max(0, ...column) / (stepMs / 1000)

interface Rates {
  readonly events: readonly number[]
  readonly heartbeats: readonly number[]
}

function ratesOf(state: ChartState, chart: ChartView): Rates {
  const inSight = stepsIn(chart, sightOf(state, chart))
  const cut = (column: readonly number[]) => inSight.map((index) => column[index] ?? 0)
  return { events: cut(chart.events), heartbeats: cut(chart.heartbeats) }
}

function mostWords(state: ChartState): string {
  const { chart, range, window } = state
  if (chart === null) return ''
  const { events, heartbeats } = ratesOf(state, chart)
  const said = (value: number) => (value < 9.95 ? value.toFixed(1) : String(Math.round(value)))
  const most = (column: readonly number[]) => said(perSecond(column, chart.stepMs))
  const when = window === null ? `Last ${range.label}` : 'In the charts'
  return `${when}: at most ${most(events)} events/s (bars), ${most(heartbeats)} beats/s (line)`
}

function paint(canvas: HTMLCanvasElement, { events, heartbeats }: Rates, palette: Palette): void {
  const ink = canvas.getContext('2d')
  if (ink === null) return
  const dpr = devicePixelRatio
  const width = Math.round(canvas.clientWidth * dpr)
  const tall = Math.round(height * dpr)
  if (canvas.width !== width) canvas.width = width
  if (canvas.height !== tall) canvas.height = tall
  ink.clearRect(0, 0, width, tall)
  const step = width / Math.max(1, events.length)
  const top = (column: readonly number[]) => Math.max(1, ...column)
  ink.fillStyle = palette.colour('color-mix(in srgb, var(--accent) 45%, var(--panel))')
  const mostEvents = top(events)
  for (const [index, value] of events.entries()) {
    const high = (value / mostEvents) * (tall - dpr)
    ink.fillRect(index * step, tall - high, Math.max(1, step - 0.3 * dpr), high)
  }
  ink.strokeStyle = palette.colour('var(--live)')
  ink.lineWidth = 1.4 * dpr
  ink.beginPath()
  const mostBeats = top(heartbeats)
  for (const [index, value] of heartbeats.entries()) {
    const y = tall - dpr - (value / mostBeats) * (tall - 3 * dpr)
    if (index === 0) ink.moveTo(0, y)
    else ink.lineTo((index + 0.5) * step, y)
  }
  ink.stroke()
}
