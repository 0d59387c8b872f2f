import { expect, test } from 'vitest'
import { lastHour } from '../../../../src/renderer/charts/range.ts'
import { createChartSource } from '../../../../src/renderer/charts/source.ts'
import type { Call } from '../../../../src/renderer/use-app.ts'
import type { CallResult } from '../../../../src/shared/contract.ts'
import type { ChartView } from '../../../../src/shared/screens.ts'
import { begin, chartOf, step } from './charts.ts'

/** A source whose next look the test starts, and what it asked for. */
function world(answer: (from: number, to: number) => CallResult<ChartView>) {
  const asked: { from: number; to: number }[] = []
  let now = begin + lastHour.heldMs
  let hidden = false
  let due: (() => void) | null = null
  const call = (async (_: string, input: { from: number; to: number }) => {
    asked.push({ from: input.from, to: input.to })
    return answer(input.from, input.to)
  }) as unknown as Call
  const source = createChartSource({
    call,
    id: 'orders',
    range: lastHour,
    now: () => now,
    after: (_, task) => {
      due = task
      return () => {
        due = null
      }
    },
    isHidden: () => hidden,
  })
  const settled = () => Promise.resolve().then(() => undefined)
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
      due?.()
      await settled()
    },
    isDue: () => due !== null,
  }
}

const answered = (from: number, to: number): CallResult<ChartView> => {
  const first = Math.floor(from / step) * step
  return { ok: true, value: chartOf(first, Math.ceil((to - first) / step)) }
}

test('the whole hour is asked for once, then only the newest steps', async () => {
  const { source, asked, start, pass } = world(answered)
  const end = await start()
  expect(asked).toEqual([{ from: begin, to: begin + lastHour.heldMs }])
  await pass(10_000)
  expect(asked[1]?.to).toBe(begin + lastHour.heldMs + 10_000)
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
  const { source, start, pass } = world((from, to) => (refuse ? { ok: false, error } : answered(from, to)))
  const end = await start()
  refuse = true
  await pass(1000)
  expect(source.getState().problem).toBe('No such endpoint. Was it removed?')
  expect(source.getState().chart).not.toBeNull()
  end()
})
