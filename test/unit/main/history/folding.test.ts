import { describe, expect, it } from 'vitest'
import { encodeRollup } from '../../../../src/main/history/codec.ts'
import type { EndpointBatch, HistoryStore } from '../../../../src/main/history/types.ts'
import { addSample, createHistogram, percentile, round } from '../../../../src/main/monitor/histogram.ts'
import type { ChartView } from '../../../../src/shared/screens.ts'
import {
  batch,
  day,
  endpointBatch,
  hour,
  latencyOf,
  minute,
  shelf,
  slot,
  t0,
} from '../../../helpers/history.ts'
import { delaysOf, madeUp } from '../../../helpers/made-up-history.ts'

const slotMs = 10_000

function tidy(store: HistoryStore, now: number): void {
  for (let pieces = 0; store.tidy(now); pieces++) {
    if (pieces > 10_000) throw new Error('There is always more to tidy.')
  }
}

/** Writes what an endpoint did, an hour in each batch, and folds as the program does. */
function fill(store: HistoryStore, from: number, to: number): void {
  for (let begin = from; begin < to; begin += hour) {
    const end = Math.min(to, begin + hour)
    const slots: EndpointBatch['slots'][number][] = []
    for (let at = begin; at < end; at += slotMs) slots.push({ at, era: 1, body: encodeRollup(madeUp(0, at)) })
    store.write(batch(end, endpointBatch('orders', { slots })))
    tidy(store, end)
  }
}

function chart(store: HistoryStore, from: number, to: number, points: number): ChartView {
  const view = store.chart('orders', { from, to, points })
  if (view === null) throw new Error('Nothing is on record.')
  return view
}

const sum = (values: readonly number[] = []): number => values.reduce((total, value) => total + value, 0)

/** What a chart says, without the transitions; columns of nothing but 0 are the same as none. */
function said(view: ChartView) {
  const some = (columns: Readonly<Record<string, readonly number[]>>) =>
    Object.fromEntries(Object.entries(columns).filter(([, values]) => sum(values) !== 0))
  const { attempts, replay, phaseMs, healthMs, latency, events, heartbeats, rotations } = view
  return {
    ...{ attempts: some(attempts), replay: some(replay), phaseMs: some(phaseMs), healthMs: some(healthMs) },
    ...{ latency, events, heartbeats, rotations },
  }
}

/** The same counted anew, from each moment of the made-up past. */
function counted(view: ChartView, from: number, to: number): ReturnType<typeof said> {
  const columns = new Map<string, number[]>()
  const column = (name: string): number[] => {
    const known = columns.get(name) ?? view.t.map(() => 0)
    columns.set(name, known)
    return known
  }
  const latency = view.t.map(() => createHistogram())
  for (const [step, begin] of view.t.entries()) {
    for (let at = Math.max(begin, from); at < Math.min(begin + view.stepMs, to); at += slotMs) {
      const { attempts, replay, phaseMs, conditionMs, marks, events } = madeUp(0, at)
      for (const [group, counts] of Object.entries({
        attempts,
        replay,
        phaseMs,
        conditionMs,
        marks,
        all: { events },
      })) {
        for (const [name, amount] of Object.entries(counts)) {
          const cells = column(`${group} ${name}`)
          cells[step] = (cells[step] ?? 0) + amount
        }
      }
      const histogram = latency[step]
      for (const value of delaysOf(0, at, slotMs)) if (histogram) addSample(histogram, value)
    }
  }
  const group = (wanted: string) =>
    Object.fromEntries(
      [...columns].flatMap(([name, cells]) =>
        name.startsWith(`${wanted} `) ? [[name.slice(wanted.length + 1), cells]] : [],
      ),
    )
  const at = (share: number) =>
    latency.map((histogram) => {
      const value = percentile(histogram, share)
      return value === null ? null : round(value)
    })
  return {
    ...{ attempts: group('attempts'), replay: group('replay'), phaseMs: group('phaseMs') },
    healthMs: group('conditionMs'),
    latency: { measure: 'delay', p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) },
    ...{
      events: column('all events'),
      heartbeats: column('marks heartbeats'),
      rotations: column('marks rotations'),
    },
  }
}

describe('A chart', () => {
  it('says in every tier what counting anew from the events says', () => {
    const store = shelf().open()
    const [from, to] = [t0 - 30 * hour, t0 + 25 * minute]
    fill(store, from, to)
    const asked = [
      { span: 20 * hour, end: t0 - 8 * hour, points: 2000, stepMs: minute },
      { span: 5 * hour, end: t0 - 12 * hour, points: 2000, stepMs: slotMs },
      { span: 4 * hour, end: to, points: 2000, stepMs: slotMs },
      { span: 3 * hour, end: to, points: 100, stepMs: 2 * minute },
      { span: 26 * hour, end: to, points: 60, stepMs: 30 * minute },
      { span: 30 * hour, end: to, points: 20, stepMs: 2 * hour },
      { span: 28 * hour, end: to, points: 1, stepMs: 29 * hour },
    ]
    for (const { span, end, points, stepMs } of asked) {
      const view = chart(store, end - span, end, points)
      expect(view.stepMs).toBe(stepMs)
      expect(view.t.length).toBeLessThanOrEqual(points)
      expect(said(view)).toEqual(counted(view, from, to))
    }
  })

  it('begins its steps at multiples of their length', () => {
    const store = shelf().open()
    fill(store, t0 - 3 * hour, t0)
    const view = chart(store, t0 - 90 * minute + 12_345, t0 - 3, 50)
    expect(view).toMatchObject({ stepMs: 2 * minute })
    expect(view.t[0]).toBe(t0 - 90 * minute)
    expect(view.t.every((at) => at % (2 * minute) === 0)).toBe(true)
  })

  it('is empty where nothing was recorded', () => {
    const store = shelf().open()
    fill(store, t0, t0 + hour)
    const view = chart(store, t0 - day, t0 - 12 * hour, 10)
    expect(view.t.length).toBeGreaterThan(5)
    expect(view.latency).toMatchObject({ measure: null })
    expect(new Set(view.latency.p50)).toEqual(new Set([null]))
    expect(view.phaseMs).toEqual({})
    expect(sum(view.events)).toBe(0)
    expect(chart(store, t0, t0, 10).t).toEqual([])
    expect(store.chart('nobody', { from: t0, to: t0 + hour, points: 10 })).toBeNull()
  })

  it('counts a long span in each step that it falls into', () => {
    const store = shelf().open()
    const span = { phase: 'unwatched' as const, from: t0 + 30 * minute + 5, to: t0 + 8 * hour - 7 }
    store.write(batch(t0 + 9 * hour, endpointBatch('orders', { slots: [slot(t0)], longSpans: [span] })))
    for (const points of [2000, 100, 10, 3, 1]) {
      expect(sum(chart(store, t0, t0 + 10 * hour, points).phaseMs.unwatched)).toBe(span.to - span.from)
    }
    const hours = chart(store, t0, t0 + 10 * hour, 10)
    expect(hours.phaseMs.unwatched?.slice(0, 3)).toEqual([30 * minute - 5, hour, hour])
    expect(hours.phaseMs.unwatched?.[7]).toBe(hour - 7)
  })

  it('shows the newest measure and never mixes two', () => {
    const store = shelf().open()
    const slots = [
      slot(t0, { latency: latencyOf('delay', [1]) }),
      slot(t0 + slotMs, { latency: latencyOf('lateness', [500]) }),
      slot(t0 + 2 * slotMs, { latency: latencyOf('delay', [3]) }),
      slot(t0 + 5 * hour, {}),
    ]
    store.write(batch(t0 + 5 * hour, endpointBatch('orders', { slots })))
    tidy(store, t0 + 5 * hour)
    const latency = (to: number) => chart(store, t0, to, 1).latency
    expect(latency(t0 + minute)).toMatchObject({ measure: 'delay', p50: [1], max: [3] })
    expect(latency(t0 + 5 * hour)).toMatchObject({ measure: 'delay', p50: [1], max: [3] })
    expect(chart(store, t0, t0 + 2 * slotMs, 2).latency).toMatchObject({
      measure: 'lateness',
      max: [null, 500],
    })
  })
})

describe('Folding', () => {
  it('waits until an hour cannot be written again', () => {
    const store = shelf().open()
    fill(store, t0, t0 + 2 * hour)
    const silent = slot(t0 + hour, { conditionMs: { silent: 700 } })
    store.write(batch(t0 + 2 * hour, endpointBatch('orders', { slots: [silent] })))
    tidy(store, t0 + 2 * hour)
    const { phaseMs, healthMs } = chart(store, t0, t0 + 2 * hour, 2)
    expect(sum(healthMs.silent)).toBe(700)
    // It took the place of the slot as it was before.
    expect(sum(Object.values(phaseMs).flat())).toBe(2 * hour)
  })

  it('adds what comes later for an hour that is folded', () => {
    const { open } = shelf()
    const store = open()
    fill(store, t0, t0 + 6 * hour)
    const before = sum(chart(store, t0, t0 + 6 * hour, 6).phaseMs.live)
    // The clock was set back by five hours.
    const again = [1, 2].map((second) =>
      endpointBatch('orders', { slots: [slot(t0 + hour, { phaseMs: { live: second * 1000 } }, 2)] }),
    )
    for (const one of again) store.write(batch(t0 + hour + 2000, one))
    expect(sum(chart(store, t0, t0 + 6 * hour, 6).phaseMs.live)).toBe(before + 2000)
    store.write(batch(t0 + 4 * hour, endpointBatch('orders')))
    tidy(store, t0 + 4 * hour)
    store.close()
    const later = open()
    for (const points of [6, 360, 2000]) {
      expect(sum(chart(later, t0, t0 + 6 * hour, points).phaseMs.live)).toBe(before + 2000)
    }
  })

  it('that was broken off half way neither loses nor doubles anything', () => {
    const { open } = shelf()
    let store = open()
    const ids = Array.from({ length: 60 }, (_, index) => `endpoint-${index}`)
    const slots: EndpointBatch['slots'][number][] = []
    for (let at = t0; at < t0 + hour; at += slotMs) slots.push(slot(at, { events: 1 }))
    store.write(batch(t0 + 3 * hour, ...ids.map((id) => endpointBatch(id, { slots }))))
    const counts = () =>
      ids.map((id) =>
        [1, 60, 360].map((points) => sum(store.chart(id, { from: t0, to: t0 + hour, points })?.events)),
      )
    const all = ids.map(() => [360, 360, 360])
    for (let pieces = 0; pieces < 8; pieces++) {
      expect(counts()).toEqual(all)
      store.tidy(t0 + 3 * hour)
      store.close()
      store = open()
    }
    tidy(store, t0 + 3 * hour)
    expect(counts()).toEqual(all)
  })
})
