import { expect, it } from 'vitest'
import { createCharts } from '../../../../src/main/history/charts.ts'
import type { ChartView } from '../../../../src/shared/screens.ts'
import { hour, minute, t0 } from '../../../helpers/history.ts'
import { manualClock } from '../../../helpers/manual-clock.ts'

function chartOf(from: string): ChartView {
  const none: readonly number[] = []
  return {
    from,
    to: 'now',
    stepMs: 10_000,
    t: none,
    attempts: {},
    latency: { measure: null, p50: [], p95: [], p99: [], max: [] },
    replay: {},
    phaseMs: {},
    events: none,
    transitions: [],
    points: { t: none, ms: none },
    duplicates: none,
    rotations: none,
    heartbeats: none,
    healthMs: {},
  }
}

function rig(stored: ChartView | null) {
  const asked: string[] = []
  const clock = manualClock(t0)
  const read = (id: string): ChartView | null => (id === 'a' ? chartOf('memory') : null)
  const charts = createCharts(
    { history: read, chart: read },
    {
      clock,
      recorder: { flush: () => asked.push('flush') },
      history: {
        async chart() {
          asked.push('chart')
          return stored
        },
      },
    },
  )
  const range = (ago: number) => ({ from: t0 - ago, to: t0, points: 300 })
  return { charts, asked, range }
}

it('reads the last hour from memory, and what is longer from the disk, up to the very moment', async () => {
  const { charts, asked, range } = rig(chartOf('disk'))
  // What was asked for a moment ago reaches back a moment further.
  expect((await charts.chart('a', range(hour + 1000)))?.from).toBe('memory')
  expect(asked).toEqual([])
  expect((await charts.chart('a', range(hour + minute)))?.from).toBe('disk')
  expect(asked).toEqual(['flush', 'chart'])
})

it('gives what memory has where the disk cannot be read', async () => {
  const { charts, range } = rig(null)
  expect((await charts.chart('a', range(24 * hour)))?.from).toBe('memory')
  expect((await charts.history('a', range(24 * hour)))?.from).toBe('memory')
})

it('answers the API without what only the charts show, and nobody for an unknown id', async () => {
  const { charts, asked, range } = rig(chartOf('disk'))
  const history = await charts.history('a', range(24 * hour))
  expect(history?.from).toBe('disk')
  expect(Object.keys(history ?? {})).not.toContain('points')
  asked.length = 0
  expect(await charts.history('gone', range(24 * hour))).toBeNull()
  expect(await charts.chart('gone', range(24 * hour))).toBeNull()
  expect(asked).toEqual([])
})
