import type { ChartView } from '../../shared/screens.ts'
import { stateWords } from '../fleet/state.ts'
import { latency } from '../fleet/time.ts'
import { clockSeconds } from '../ui/times.ts'
import { lanes, stepAt } from './drawing.ts'
import { reasonOf, reasonsIn } from './reasons.ts'
import { type Segment, segmentAt, segmentsOf } from './segments.ts'

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
  const time = clockSeconds(at)
  const index = stepAt(chart.t, chart.stepMs, at)
  const segment = segmentAt(segmentsOf(chart), at) ?? firstOf(chart, index)
  const state = segment === null ? 'Nothing known' : stateWords[segment.state]
  if (index === null) return { time, state, attempts: '', latency: '', replay: '', events: '' }
  const tried = reasonsIn(chart.attempts).flatMap((reason) =>
    counted(chart.attempts[reason]?.[index], reasonOf(reason).words),
  )
  const { p50, p95, p99 } = chart.latency
  const values = [p50[index], p95[index], p99[index]].map((value) => (value == null ? null : latency(value)))
  const seen = lanes.flatMap((lane) =>
    counted(lane === 'duplicates' ? chart.duplicates[index] : chart.replay[lane]?.[index], lane),
  )
  const events = chart.events[index] ?? 0
  return {
    time,
    state,
    attempts: tried.length === 0 ? '' : `attempts: ${tried.join(', ')}`,
    latency: values.includes(null) ? '' : `p50 ${values[0]}, p95 ${values[1]}, p99 ${values[2]}`,
    replay: seen.length === 0 ? '' : `replay: ${seen.join(', ')}`,
    events: `${events} ${events === 1 ? 'event' : 'events'}`,
  }
}

/** The monitor began within this step: its figures are of the states that followed. */
function firstOf(chart: ChartView, index: number | null): Segment | null {
  const from = index === null ? undefined : chart.t[index]
  if (from === undefined) return null
  const [first] = segmentsOf(chart)
  return first !== undefined && first.from >= from && first.from < from + chart.stepMs ? first : null
}

export const sentenceOf = ({ time, ...rest }: Readout): string =>
  [time, ...Object.values(rest).filter((part) => part !== '')].join(' · ')

function counted(count: number | undefined, words: string): readonly string[] {
  return count === undefined || count === 0 ? [] : [count === 1 ? words : `${words} ${count}`]
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
  const newest = chart.latency.p95.findLast((value) => value !== null)
  return [
    `From ${clockSeconds(Date.parse(chart.from))} to ${clockSeconds(Date.parse(chart.to))}.`,
    `Reconnect attempts: ${attempts.join(', ') || 'none'}.`,
    newest == null ? 'No latency was measured.' : `Newest p95 latency ${latency(newest)}.`,
    `Replay: ${replays.join(', ') || 'nothing to judge'}.`,
    `Rotations: ${sum(chart.rotations)}.`,
  ].join(' ')
}
