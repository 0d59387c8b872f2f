import type { ChartView } from '../../shared/screens.ts'
import { stateWords } from '../fleet/state.ts'
import { latency, span } from '../fleet/time.ts'
import { moment, stretch } from '../ui/times.ts'
import { lanes, stepAt } from './drawing.ts'
import { partsOf, type Segment } from './parts.ts'
import { reasonOf, reasonsIn } from './reasons.ts'
import { segmentAt, segmentsOf } from './segments.ts'
import { recordedFrom, sightOf } from './sight.ts'
import type { ChartState } from './source.ts'

/** The values of one step, in words; empty texts where there is nothing. */
export interface Readout {
  readonly time: string
  readonly state: string
  readonly attempts: string
  readonly latency: string
  readonly replay: string
  readonly events: string
}

/** What all charts say of a moment. */
export function readoutAt(chart: ChartView, at: number): Readout {
  const index = stepAt(chart.t, chart.stepMs, at)
  const time = timeOf(chart, index, at)
  const state = stateAt(chart, index, at)
  if (index === null) return { time, state, attempts: '', latency: '', replay: '', events: '' }
  const tried = reasonsIn(chart.attempts).flatMap((reason) =>
    counted(chart.attempts[reason]?.[index], reasonOf(reason).words),
  )
  const seen = lanes.flatMap((lane) =>
    counted(lane === 'duplicates' ? chart.duplicates[index] : chart.replay[lane]?.[index], lane),
  )
  const events = chart.events[index] ?? 0
  return {
    time,
    state,
    attempts: tried.length === 0 ? '' : `attempts: ${tried.join(', ')}`,
    latency: latencyAt(chart, index),
    replay: seen.length === 0 ? '' : `replay: ${seen.join(', ')}`,
    events: `${events} ${events === 1 ? 'event' : 'events'}`,
  }
}

/** Up to this long a step is a moment. */
const momentMs = 10_000

function timeOf({ t, stepMs, to }: ChartView, index: number | null, at: number): string {
  const from = index === null ? undefined : t[index]
  const now = Date.parse(to)
  return from === undefined || stepMs <= momentMs ? moment(at, now) : stretch(from, from + stepMs, now)
}

/** The state at a moment; of a longer step all states with the time that each had. */
function stateAt(chart: ChartView, index: number | null, at: number): string {
  const parts = index === null || chart.stepMs <= momentMs ? [] : partsOf(chart, index)
  if (parts.length > 1) return parts.map(({ state, ms }) => `${stateWords[state]} ${brief(ms)}`).join(', ')
  const segment = segmentAt(segmentsOf(chart), at) ?? firstOf(chart, index)
  return segment === null ? 'Nothing known' : stateWords[segment.state]
}

const brief = (ms: number): string => (ms < 1000 ? 'under 1 s' : span(ms))

/** The slowest heartbeat of a moment is a point of its own. */
function latencyAt({ latency: { p50, p95, p99, max }, stepMs }: ChartView, index: number): string {
  const named = { p50, p95, p99, ...(stepMs > momentMs && { max }) }
  const values = Object.entries(named).map(([name, column]) => ({ name, ms: column[index] ?? null }))
  if (values.some(({ ms }) => ms === null)) return ''
  return values.map(({ name, ms }) => `${name} ${latency(ms ?? 0)}`).join(', ')
}

/** The monitor began within this step: its figures are of the states that followed. */
function firstOf(chart: ChartView, index: number | null): Segment | null {
  const from = index === null ? undefined : chart.t[index]
  if (from === undefined) return null
  const [first] = segmentsOf(chart)
  return first !== undefined && first.from >= from && first.from < from + chart.stepMs ? first : null
}

const sentenceOf = ({ time, ...rest }: Readout): string =>
  [time, ...Object.values(rest).filter((part) => part !== '')].join(' · ')

function counted(count: number | undefined, words: string): readonly string[] {
  return count === undefined || count === 0 ? [] : [count === 1 ? words : `${words} ${count}`]
}

/** What stands above the charts: the values of the moment that is pointed at, or what can be done. */
export function saidOf({ chart, problem, range, window }: ChartState, at: number | null): string {
  if (problem !== null) return problem
  if (chart === null) return `Asking for the last ${range.label}…`
  if (at !== null) return sentenceOf(readoutAt(chart, at))
  const sight = sightOf({ range, window }, chart)
  const from = recordedFrom(chart, sight)
  if (from === null) return 'Nothing is on record of this time.'
  const isMostlyBlank = from - sight.from > (sight.to - sight.from) / 2
  if (isMostlyBlank)
    return `On record since ${moment(from, Date.parse(chart.to))}. Before that nothing is on record.`
  return 'Point at a moment for its values; drag to zoom, double click to follow the present again.'
}

/** All four charts in one or two sentences, for those who do not see them. */
export function summaryOf(chart: ChartView): string {
  const sum = (column: readonly number[] | undefined) =>
    (column ?? []).reduce((total, value) => total + value, 0)
  const attempts = reasonsIn(chart.attempts).map(
    (name) => `${sum(chart.attempts[name])} ${reasonOf(name).words}`,
  )
  const replays = lanes.flatMap((lane) => {
    const count = lane === 'duplicates' ? sum(chart.duplicates) : sum(chart.replay[lane])
    return count === 0 ? [] : [`${count} ${lane}`]
  })
  const momentOf = (iso: string) => moment(Date.parse(iso), Date.parse(chart.to))
  const newest = chart.latency.p95.findLast((value) => value !== null)
  return [
    `From ${momentOf(chart.from)} to ${momentOf(chart.to)}, in steps of ${span(chart.stepMs)}.`,
    `Reconnect attempts: ${attempts.join(', ') || 'none'}.`,
    newest == null ? 'No latency was measured.' : `Newest p95 latency ${latency(newest)}.`,
    `Replay: ${replays.join(', ') || 'nothing to judge'}.`,
    `Rotations: ${sum(chart.rotations)}.`,
  ].join(' ')
}
