import { expect, test } from 'vitest'
import { narrows, plain, recall, toggled } from '../../../../src/renderer/fleet/arrangement.ts'

test('what was kept comes back', () => {
  const kept = {
    sort: 'latency',
    groupBy: 'host',
    states: ['failed'],
    tags: ['eu'],
    groups: ['Shop'],
    folded: ['host:a'],
    foldHealthy: true,
  } as const
  expect(recall(JSON.stringify(kept))).toEqual(kept)
})

test.each([
  null,
  '',
  'no json',
  'null',
  '7',
  '[]',
  '{"sort":"best","groupBy":3,"states":"failed","tags":{},"foldHealthy":"yes"}',
])('garbage is as nothing: %s', (text) => {
  expect(recall(text)).toEqual(plain)
})

test('of a list only what is understood is taken, once', () => {
  expect(recall('{"states":["failed","better",7,"failed"],"tags":["a",null,"a"]}')).toMatchObject({
    states: ['failed'],
    tags: ['a'],
  })
})

test('a value is put in and taken out', () => {
  expect(toggled(['a'], 'b')).toEqual(['a', 'b'])
  expect(toggled(['a', 'b'], 'a')).toEqual(['b'])
})

test('order and groups narrow nothing', () => {
  expect(narrows({ ...plain, sort: 'name', groupBy: 'tag', foldHealthy: true })).toBe(false)
  expect(narrows({ ...plain, tags: ['a'] })).toBe(true)
})
