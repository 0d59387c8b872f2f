import { expect, it } from 'vitest'
import { createSeries } from '../../../../../src/main/monitor/series/series.ts'

/** On a border of the strip's steps. */
const t0 = 1_700_000_010_000
const minute = 60_000

/** The strip's letters from `from` on. */
function letters(series: ReturnType<typeof createSeries>, from: number, now: number): string {
  const strip = series.strip(now)
  return strip.states.slice((from - strip.from) / strip.stepMs)
}

it('has 120 steps of 30 s, aligned to the clock; the last one holds the present', () => {
  const strip = createSeries().strip(t0 + 29_999)
  expect(strip).toMatchObject({ from: t0 - 119 * 30_000, stepMs: 30_000, states: '.'.repeat(120) })
  expect(createSeries().strip(t0 + 30_000).from).toBe(strip.from + 30_000)
  expect(strip.attempts).toHaveLength(120)
  expect(strip.rotations).toEqual([])
})

it('shows the worst of each step, however short it was', () => {
  const series = createSeries()
  series.span('live', t0, t0 + minute)
  series.condition('late', t0 + 31_000, t0 + 31_400)
  expect(letters(series, t0, t0 + minute - 1)).toBe('vl')
  series.condition('deaf', t0 + 40_000, t0 + 41_000)
  expect(letters(series, t0, t0 + minute - 1)).toBe('vd')
  series.span('waiting', t0 + minute, t0 + 2 * minute)
  series.condition('trouble', t0 + minute, t0 + 2 * minute)
  series.span('failed', t0 + 2 * minute, t0 + 2 * minute + 10)
  series.span('live', t0 + 2 * minute + 10, t0 + 3 * minute)
  series.condition('unproven', t0 + 2 * minute + 40_000, t0 + 3 * minute)
  expect(letters(series, t0, t0 + 3 * minute - 1)).toBe('vdwwfp')
})

it('shows no trouble in a rotation, and marks it', () => {
  const series = createSeries()
  series.span('live', t0, t0 + 10_000)
  series.mark(t0 + 10_000, 'rotations')
  series.span('waiting', t0 + 10_000, t0 + 10_800)
  series.span('connecting', t0 + 10_800, t0 + 11_000)
  series.span('live', t0 + 11_000, t0 + 30_000)
  const strip = series.strip(t0 + 29_999)
  expect(strip.states.at(-1)).toBe('v')
  expect(strip.rotations).toEqual([119])
})

it('shows unwatched and stopped where most of a step was that', () => {
  const series = createSeries()
  series.span('failed', t0, t0 + 14_000)
  series.span('unwatched', t0 + 14_000, t0 + 40_000)
  series.span('live', t0 + 40_000, t0 + minute)
  series.span('stopped', t0 + minute, t0 + minute + 20_000)
  series.span('live', t0 + minute + 20_000, t0 + minute + 30_000)
  expect(letters(series, t0, t0 + minute + 29_999)).toBe('uvs')
})

it('knows nothing of the time before the endpoint, nor of one older than an hour', () => {
  const series = createSeries()
  series.span('live', t0, t0 + 30_000)
  expect(series.strip(t0 + 29_999).states).toBe(`${'.'.repeat(119)}v`)
  expect(series.strip(t0 + 59 * minute).states.indexOf('v')).toBe(119 - 118)
  expect(series.strip(t0 + 61 * minute).states).toBe('.'.repeat(120))
})

it('counts the requests of an outage', () => {
  const series = createSeries()
  for (const at of [t0, t0 + 100, t0 + 31_000]) series.mark(at, 'retries')
  expect(series.strip(t0 + 59_999).attempts.slice(-2)).toEqual([2, 1])
})

it('takes what was found to be unwatched out of every condition', () => {
  const series = createSeries()
  series.span('live', t0, t0 + 20_000)
  series.condition('late', t0 + 10_000, t0 + 20_000)
  series.reattribute(t0 + 10_000, t0 + 20_000, 'unwatched')
  const { healthMs, phaseMs } = series.chart({ from: t0, to: t0 + 20_000, points: 2 })
  expect(healthMs.late).toEqual([0, 0])
  expect(phaseMs.unwatched).toEqual([0, 10_000])
})

it('shows a silence that was found later as trouble, in place of what it seemed to be', () => {
  const series = createSeries()
  series.span('live', t0, t0 + minute)
  series.condition('late', t0 + 35_000, t0 + minute)
  series.silent(t0 + 31_000, t0 + minute)
  expect(letters(series, t0, t0 + minute - 1)).toBe('vw')
  const { healthMs, phaseMs } = series.chart({ from: t0, to: t0 + minute, points: 6 })
  expect(healthMs.silent).toEqual([0, 0, 0, 9000, 10_000, 10_000])
  expect(healthMs.late).toEqual([0, 0, 0, 0, 0, 0])
  expect(phaseMs.live).toEqual(Array.from({ length: 6 }, () => 10_000))
})

it('takes a reconnection that was part of an outage found later as trouble, once', () => {
  const series = createSeries()
  series.span('live', t0, t0 + 20_000)
  series.span('waiting', t0 + 20_000, t0 + 29_000)
  series.condition('slow', t0 + 25_000, t0 + 29_000)
  series.silent(t0 + 18_000, t0 + 29_000)
  series.condition('trouble', t0 + 29_000, t0 + 30_000)
  series.span('waiting', t0 + 29_000, t0 + 30_000)
  const { healthMs } = series.chart({ from: t0, to: t0 + 30_000, points: 3 })
  expect(healthMs.silent).toEqual([0, 2000, 0])
  expect(healthMs.trouble).toEqual([0, 0, 10_000])
})
