import 'uplot/dist/uPlot.min.css'
import { Table2 } from 'lucide-react'
import { type JSX, type RefObject, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { ChartView, OutageView } from '../../shared/screens.ts'
import type { LatencyView } from '../../shared/view.ts'
import { latency, span } from '../fleet/time.ts'
import { type Board, createBoard, type PanelName, panelHeights } from './board.ts'
import { ChartTable } from './ChartTable.tsx'
import { boardKeys } from './keys.ts'
import { ChartHead, LegendItem } from './Legend.tsx'
import { latencyNote, replayNote } from './notes.ts'
import { percentiles } from './paint.ts'
import { saidOf, summaryOf } from './readout.ts'
import { reasonOf, reasonsIn } from './reasons.ts'
import { sightOf } from './sight.ts'
import type { ChartSource } from './source.ts'

export interface ChartsHandle {
  follow(): void
  /** Whether the charts show the present, and not a part of the past that somebody chose. */
  isFollowing(): boolean
}

interface ChartsProps {
  readonly source: ChartSource
  readonly outages: readonly OutageView[]
  readonly clockOffsetMs: number | null
  /** The same percentiles as the fleet shows; they stand in the legend. */
  readonly measured: LatencyView | null
  /** Begin of what one can go back to, epoch ms; null where nothing is kept. */
  readonly keptSince: number | null
  readonly handle: RefObject<ChartsHandle | null>
}

/** The fleet's percentiles are those of the last hour. */
const hour = 3_600_000

/** Four charts on one time axis with one cursor. */
export function Charts({
  source,
  outages,
  clockOffsetMs,
  measured,
  keptSince,
  handle,
}: ChartsProps): JSX.Element {
  const state = useStore(source)
  const { chart, range } = state
  const follows = state.window === null
  const [at, setAt] = useState<number | null>(null)
  const [table, setTable] = useState<ChartView | null>(null)
  const slider = useRef<HTMLDivElement>(null)
  const board = useRef<Board | null>(null)
  const hosts = useHosts()
  const kept = useRef(keptSince)

  useEffect(() => {
    const { attempts, latency, replay, states } = hosts
    if (!attempts.current || !latency.current || !replay.current || !states.current) return
    const made = createBoard(
      {
        hosts: {
          attempts: attempts.current,
          latency: latency.current,
          replay: replay.current,
          states: states.current,
        },
        now: Date.now,
        onCursor: setAt,
        onShow: source.show,
        keptSince: () => kept.current,
      },
      source.getState().range,
    )
    board.current = made
    return () => {
      board.current = null
      made.destroy()
    }
  }, [hosts, source])
  useEffect(() => {
    kept.current = keptSince
  }, [keptSince])
  useEffect(() => board.current?.setRange(range), [range])
  useEffect(() => board.current?.setOutages(outages), [outages])
  useEffect(() => {
    const show = () => {
      const { chart: now } = source.getState()
      if (now !== null) board.current?.setChart(now)
    }
    show()
    return source.subscribe(show)
  }, [source])
  useImperativeHandle(handle, () => ({
    follow: () => board.current?.follow(),
    isFollowing: () => follows,
  }))

  const said = saidOf(state, at)
  return (
    <section aria-label="Charts" className="flex-none rounded-[10px] border border-line bg-panel pb-1">
      <div className="flex h-9 items-center gap-2 border-b border-line pr-2 pl-1.5 text-xs">
        <div
          ref={slider}
          role="slider"
          tabIndex={0}
          aria-label="Time in the charts"
          aria-valuemin={chart === null ? 0 : Date.parse(chart.from)}
          aria-valuemax={chart === null ? 0 : Date.parse(chart.to)}
          aria-valuenow={at ?? (chart === null ? 0 : Date.parse(chart.to))}
          aria-valuetext={said}
          title="Arrow keys move the cursor, + and - zoom, Shift and arrows go back and forth, f follows the present"
          onKeyDown={(event) => board.current && boardKeys(board.current)(event)}
          onBlur={() => board.current?.leave()}
          className="min-w-0 flex-1 truncate rounded px-2 py-1 text-muted"
        >
          {said}
        </div>
        <button
          type="button"
          className={`btn btn-sm px-2 ${follows ? 'invisible' : ''}`}
          onClick={() => board.current?.follow()}
        >
          Follow the present <kbd>F</kbd>
        </button>
        <button
          type="button"
          className="btn btn-sm px-2"
          aria-disabled={chart === null}
          onClick={() => setTable(chart)}
        >
          <Table2 className="size-3.5" aria-hidden="true" />
          Show as table
        </button>
      </div>
      <p className="sr-only">{chart === null ? '' : summaryOf(chart)}</p>
      <ChartHead
        title="Reconnect attempts"
        note={chart === null ? '' : `per ${span(chart.stepMs)}, by result`}
      >
        {chart !== null &&
          reasonsIn(chart.attempts).map((name) => (
            <LegendItem key={name} colour={reasonOf(name).colour} words={reasonOf(name).words} />
          ))}
      </ChartHead>
      <Host name="attempts" box={hosts.attempts} />
      <ChartHead title="Heartbeat latency" note={latencyNote(chart, clockOffsetMs)}>
        {percentiles.toReversed().map(({ name, colour, width }) => (
          <LegendItem
            key={name}
            colour={colour}
            words={
              measured === null || !follows || range.ms > hour ? name : `${name} ${latency(measured[name])}`
            }
            line={width * 1.4}
          />
        ))}
      </ChartHead>
      <Host name="latency" box={hosts.latency} />
      <ChartHead title="Replay" note="verdict of each reconnection">
        <li>{replayNote(state)}</li>
      </ChartHead>
      <Host name="replay" box={hosts.replay} />
      <ChartHead
        title="States"
        note="taller is worse; hatched: nobody was looking; a tick on top: a rotation"
      >
        {null}
      </ChartHead>
      <Host name="states" box={hosts.states} />
      {table !== null && (
        <ChartTable chart={table} sight={sightOf(state, table)} close={() => setTable(null)} />
      )}
    </section>
  )
}

type Hosts = Readonly<Record<PanelName, RefObject<HTMLDivElement | null>>>

function useHosts(): Hosts {
  const attempts = useRef<HTMLDivElement>(null)
  const latency = useRef<HTMLDivElement>(null)
  const replay = useRef<HTMLDivElement>(null)
  const states = useRef<HTMLDivElement>(null)
  return useMemo(() => ({ attempts, latency, replay, states }), [])
}

function Host({
  name,
  box,
}: {
  readonly name: PanelName
  readonly box: RefObject<HTMLDivElement | null>
}): JSX.Element {
  return <div ref={box} className="w-full overflow-hidden" style={{ height: panelHeights[name] }} />
}
