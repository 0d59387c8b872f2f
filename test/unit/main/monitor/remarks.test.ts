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

it('has what is odd now, and no more when it is over', () => {
  const { remark } = collect()
  expect(remark.current()).toEqual([])
  remark.beat(1, true, { told: 5_000, observed: 10_000 })
  expect(remark.current().map((sentence) => sentence.slice(0, 24))).toEqual([
    'Heartbeats arrive in bur',
    'Heartbeats come every 10',
  ])
  remark.beat(2, false, null)
  expect(remark.current()).toEqual([])
})
