import 'uplot/dist/uPlot.min.css'
import { Table2 } from 'lucide-react'
import { type JSX, type RefObject, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { ChartView, OutageView } from '../../shared/screens.ts'
import type { LatencyView } from '../../shared/view.ts'
import { latency } from '../fleet/time.ts'
import { type Board, createBoard, type PanelName, panelHeights } from './board.ts'
import { ChartTable } from './ChartTable.tsx'
import { boardKeys } from './keys.ts'
import { ChartHead, LegendItem } from './Legend.tsx'
import { latencyNote, replayNote } from './notes.ts'
import { percentiles } from './paint.ts'
import type { Range } from './range.ts'
import { readoutAt, sentenceOf, summaryOf } from './readout.ts'
import { reasonOf, reasonsIn } from './reasons.ts'
import type { ChartSource } from './source.ts'

export interface ChartsHandle {
  follow(): void
  /** Whether the charts show the present, and not a part of the past that somebody chose. */
  isFollowing(): boolean
}

interface ChartsProps {
  readonly source: ChartSource
  readonly range: Range
  readonly outages: readonly OutageView[]
  readonly clockOffsetMs: number | null
  /** The same percentiles as the fleet shows; they stand in the legend. */
  readonly measured: LatencyView | null
  readonly handle: RefObject<ChartsHandle | null>
}

/** Four charts on one time axis with one cursor. */
export function Charts({
  source,
  range,
  outages,
  clockOffsetMs,
  measured,
  handle,
}: ChartsProps): JSX.Element {
  const chart = useStore(source, (state) => state.chart)
  const problem = useStore(source, (state) => state.problem)
  const [at, setAt] = useState<number | null>(null)
  const [follows, setFollows] = useState(true)
  const [table, setTable] = useState<ChartView | null>(null)
  const slider = useRef<HTMLDivElement>(null)
  const board = useRef<Board | null>(null)
  const hosts = useHosts()
  const firstRange = useRef(range)

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
        onFollow: setFollows,
      },
      firstRange.current,
    )
    board.current = made
    return () => {
      board.current = null
      made.destroy()
    }
  }, [hosts])
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

  const said = chart === null ? (problem ?? 'Asking for the last hour…') : readoutText(chart, at, problem)
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
        note={chart === null ? '' : `per ${chart.stepMs / 1000} s, by result`}
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
            words={measured === null ? name : `${name} ${latency(measured[name])}`}
            line={width * 1.4}
          />
        ))}
      </ChartHead>
      <Host name="latency" box={hosts.latency} />
      <ChartHead title="Replay" note="verdict of each reconnection">
        <li>{replayNote(chart)}</li>
      </ChartHead>
      <Host name="replay" box={hosts.replay} />
      <ChartHead
        title="States"
        note="taller is worse; hatched: nobody was looking; a tick on top: a rotation"
      >
        {null}
      </ChartHead>
      <Host name="states" box={hosts.states} />
      {table !== null && <ChartTable chart={table} close={() => setTable(null)} />}
    </section>
  )
}

function readoutText(chart: ChartView, at: number | null, problem: string | null): string {
  if (problem !== null) return problem
  if (at !== null) return sentenceOf(readoutAt(chart, at))
  return 'Point at a moment for its values; drag to zoom, double click to follow the present again.'
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
