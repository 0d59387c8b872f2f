import { expect, it } from 'vitest'
import { createRemarks } from '../../../../src/main/monitor/remarks.ts'

function collect() {
  const told: string[] = []
  return { told, remark: createRemarks((at, sentence) => told.push(`${at} ${sentence}`)) }
}

it('names a buffering proxy once, until heartbeats came singly again', () => {
  const { told, remark } = collect()
  for (const [at, isBuffering] of [
    [1, false],
    [2, true],
    [3, true],
    [4, false],
    [5, true],
  ] as const) {
    remark.beat(at, isBuffering, null)
  }
  expect(told.map((line) => line.slice(0, 2))).toEqual(['2 ', '5 '])
  expect(told[0]).toContain('a proxy is buffering')
})

it('says what was told and what is seen where they differ', () => {
  const { told, remark } = collect()
  remark.beat(1, false, { told: 5_000, observed: 12_340 })
  remark.beat(2, false, { told: 5_000, observed: 12_340 })
  expect(told).toEqual(['1 Heartbeats come every 12.3 s, not every 5 s as was said.'])
})
