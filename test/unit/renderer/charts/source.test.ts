import { expect, test } from 'vitest'
import { type Range, ranges } from '../../../../src/renderer/charts/range.ts'
import { createChartSource } from '../../../../src/renderer/charts/source.ts'
import type { Call } from '../../../../src/renderer/use-app.ts'
import type { CallResult } from '../../../../src/shared/contract.ts'
import type { ChartView } from '../../../../src/shared/screens.ts'
import { begin, chartOf, iso, step } from './charts.ts'

const hour = 3_600_000
const day = 24 * hour
const rangeOf = (label: string): Range => {
  const range = ranges.find((each) => each.label === label)
  if (range === undefined) throw new Error(`There is no range ${label}.`)
  return range
}

type Answer = (
  from: number,
  to: number,
  points: number,
) => CallResult<ChartView> | Promise<CallResult<ChartView>>

/** A source whose next look the test starts, and what it asked for. */
function world(answer: Answer, range = rangeOf('1 h')) {
  const asked: { from: number; to: number; points: number }[] = []
  let now = begin + hour
  let hidden = false
  let due: { readonly ms: number; readonly task: () => void } | null = null
  const call = (async (_: string, { from, to, points }: { from: number; to: number; points: number }) => {
    asked.push({ from, to, points })
    return answer(from, to, points)
  }) as unknown as Call
  const source = createChartSource({
    call,
    id: 'orders',
    range,
    keptSince: () => begin - 30 * day,
    now: () => now,
    after: (ms, task) => {
      due = { ms, task }
      return () => {
        due = null
      }
    },
    isHidden: () => hidden,
  })
  const settled = async () => {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve()
  }
  return {
    source,
    asked,
    hide: (is: boolean) => {
      hidden = is
    },
    async start() {
      const end = source.run()
      await settled()
      return end
    },
    async pass(ms: number) {
      now += ms
      due?.task()
      await settled()
    },
    isDue: () => due !== null,
    dueIn: () => due?.ms,
    settled,
  }
}

/** In steps of 10 s, or such of whole minutes that there are no more than `points`. */
const answered = (from: number, to: number, points: number): CallResult<ChartView> => {
  const stepMs = (to - from) / step < points ? step : Math.ceil((to - from) / (points - 1) / 60_000) * 60_000
  const first = Math.floor(from / stepMs) * stepMs
  return { ok: true, value: { ...chartOf(first, Math.ceil((to - first) / stepMs), {}, stepMs), to: iso(to) } }
}

test('the whole hour is asked for once, then only the newest steps', async () => {
  const { source, asked, start, pass } = world(answered)
  const end = await start()
  expect(asked).toEqual([{ from: begin, to: begin + hour, points: 400 }])
  await pass(10_000)
  expect(asked[1]?.to).toBe(begin + hour + 10_000)
  expect((asked[1]?.to ?? 0) - (asked[1]?.from ?? 0)).toBe(30_000)
  expect(source.getState().chart?.t).toHaveLength(360)
  end()
})

test('nothing is asked while nobody can see it, nor after the end', async () => {
  const { asked, start, pass, hide, isDue } = world(answered)
  const end = await start()
  hide(true)
  await pass(1000)
  expect(asked).toHaveLength(1)
  hide(false)
  await pass(1000)
  expect(asked).toHaveLength(2)
  end()
  expect(isDue()).toBe(false)
})

test('a refusal is told, and what was known stays', async () => {
  let refuse = false
  const error = { code: 'unknown-endpoint', message: 'No such endpoint.', hint: 'Was it removed?' }
  const { source, start, pass } = world((...asked) => (refuse ? { ok: false, error } : answered(...asked)))
  const end = await start()
  refuse = true
  await pass(1000)
  expect(source.getState().problem).toBe('No such endpoint. Was it removed?')
  expect(source.getState().chart).not.toBeNull()
  end()
})

test('longer steps are asked for whole, and seldom', async () => {
  const { asked, start, pass, dueIn } = world(answered, rangeOf('30 d'))
  const end = await start()
  expect(asked[0]).toEqual({ from: begin + hour - 30 * day, to: begin + hour, points: 400 })
  expect(dueIn()).toBe(60_000)
  await pass(60_000)
  expect((asked[1]?.to ?? 0) - (asked[1]?.from ?? 0)).toBe(30 * day)
  end()
})

test('a part of a day is asked for in finer steps, and the day is there at once on the way back', async () => {
  const { source, asked, start, settled } = world(answered, rangeOf('24 h'))
  const end = await start()
  const whole = source.getState().chart
  const window = { from: begin - 10 * hour, to: begin - 9 * hour }
  source.show(window)
  expect(source.getState().chart).toBe(whole)
  await settled()
  expect(asked[1]).toMatchObject({ from: window.from - hour / 2, to: window.to + hour / 2 })
  expect(source.getState().chart?.stepMs).toBe(step)
  source.show({ from: window.from - 60_000, to: window.to - 60_000 })
  await settled()
  expect(asked).toHaveLength(2)
  source.show(null)
  expect(source.getState().chart).toBe(whole)
  expect(asked).toHaveLength(2)
  end()
})

test('what is fine enough is not asked for again', async () => {
  const { source, asked, start, settled } = world(answered)
  const end = await start()
  source.show({ from: begin + hour / 2, to: begin + hour / 2 + 60_000 })
  await settled()
  expect(asked).toHaveLength(1)
  end()
})

test('there is one request at a time: what was shown meanwhile follows, and only the last of it', async () => {
  const open: ((value: CallResult<ChartView>) => void)[] = []
  const { source, asked, start, settled } = world(() => new Promise((resolve) => open.push(resolve)))
  const end = await start()
  for (const back of [3, 4, 5]) source.show({ from: begin - back * day, to: begin - back * day + hour })
  await settled()
  expect(asked).toHaveLength(1)
  open[0]?.(answered(begin, begin + hour, 400))
  await settled()
  expect(asked).toHaveLength(2)
  expect(asked[1]?.from).toBe(begin - 5 * day - hour / 2)
  end()
})

test('another range keeps what is shown until its own came', async () => {
  const { source, asked, start, settled } = world(answered)
  const end = await start()
  const before = source.getState().chart
  source.choose(rangeOf('7 d'))
  expect(source.getState().chart).toBe(before)
  await settled()
  expect((asked[1]?.to ?? 0) - (asked[1]?.from ?? 0)).toBe(7 * day)
  expect(source.getState().chart?.stepMs).toBeGreaterThan(step)
  end()
})
