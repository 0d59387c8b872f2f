import { expect, it } from 'vitest'
import { createRemarks, remarksOn } from '../../../../src/main/monitor/remarks.ts'

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

it('tells again of what began anew', () => {
  const { told, remark } = collect()
  remark.beat(1, true, null)
  remark.forget()
  remark.beat(2, true, null)
  expect(told.map((line) => line.slice(0, 2))).toEqual(['1 ', '2 '])
})

it('has a sentence on each thing that is odd', () => {
  expect(remarksOn(false, null)).toEqual([])
  expect(remarksOn(true, { told: 5_000, observed: 10_000 }).map((sentence) => sentence.slice(0, 24))).toEqual(
    ['Heartbeats arrive in bur', 'Heartbeats come every 10'],
  )
})
