import { expect, test } from 'vitest'
import type { Environment } from '../../../src/gateway/environment.ts'
import { createBook } from '../../../src/gateway/lab/book.ts'
import { readOrder } from '../../../src/gateway/lab/orders.ts'
import { runScript, type ScriptActions } from '../../../src/gateway/lab/script.ts'
import { createTraffic } from '../../../src/gateway/lab/traffic.ts'

/** Time that goes on only when it is told to; milliseconds. */
function createTime() {
  let now = 0
  let timers: { readonly at: number; readonly fn: () => void }[] = []
  const after = (ms: number, fn: () => void) => {
    const timer = { at: now + ms, fn }
    timers.push(timer)
    return () => {
      timers = timers.filter((each) => each !== timer)
    }
  }
  const every = (ms: number, fn: () => void) => {
    let cancel = after(ms, tick)
    function tick(): void {
      cancel = after(ms, tick)
      fn()
    }
    return () => cancel()
  }
  const environment: Environment = { now: () => now, uuid: () => 'id', after, every }
  const advance = (ms: number): void => {
    const end = now + ms
    for (;;) {
      const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      timers = timers.filter((each) => each !== next)
      now = next.at
      next.fn()
    }
    now = end
  }
  return { environment, advance, pending: () => timers.length }
}

test('a script sets up once, does each step at its time, and begins anew', () => {
  const { environment, advance, pending } = createTime()
  const done: string[] = []
  const note = (what: string) => void done.push(`${environment.now() / 1000} ${what}`)
  const actions: ScriptActions = {
    order: ({ path, fault }) => note(`${fault} ${path}`),
    lift: (target) => note(`lift ${JSON.stringify(target)}`),
    send: ({ topic }) => note(`send ${topic}`),
    traffic: ({ topic }) => note(`traffic ${topic}`),
  }
  const run = runScript(
    {
      name: 's',
      loop: 10,
      setup: [{ path: '/sse/a', fault: 'tune' }],
      traffic: [{ topic: 'a', event: 'x', every: 1, data: () => '' }],
      steps: [
        { at: 2, path: '/sse/a', fault: 'deaf' },
        { at: 4, lift: { path: '/sse/a' } },
        { at: 9, send: { topic: 'a', event: 'x', data: '' } },
      ],
    },
    actions,
    environment,
  )
  advance(13_000)
  expect(done).toEqual([
    '0 tune /sse/a',
    '0 traffic a',
    '2 deaf /sse/a',
    '4 lift {"path":"/sse/a"}',
    '9 send a',
    '12 deaf /sse/a',
  ])
  expect(run.isOver()).toBe(false)
  run.stop()
  expect(pending()).toBe(0)
  expect(run.isOver()).toBe(true)
})

test('a script without a loop is over after its last step', () => {
  const { environment, advance } = createTime()
  const nothing = () => undefined
  const actions: ScriptActions = { order: nothing, lift: nothing, send: nothing, traffic: nothing }
  const steps = [1, 2].map((at) => ({ at, path: '/sse/a', fault: 'deaf' }))
  const run = runScript({ name: 's', loop: 0, steps }, actions, environment)
  advance(1500)
  expect(run.isOver()).toBe(false)
  advance(500)
  expect(run.isOver()).toBe(true)
})

const order = (body: Readonly<Record<string, unknown>>) => readOrder({ path: '/sse/a', ...body })

test('a fault that is ordered again replaces the first, with its end', () => {
  const { environment, advance } = createTime()
  const book = createBook(environment)
  const first = book.add(order({ fault: 'deaf', for: 5 }))
  advance(4000)
  book.add(order({ fault: 'deaf', for: 5 }))
  expect(first.lifted).toBe(true)
  advance(4000)
  expect(book.entries()).toHaveLength(1)
  advance(1000)
  expect(book.entries()).toEqual([])
})

test('one with times and an end stays for the streams it is at work on, and meets no further request', () => {
  const { environment, advance } = createTime()
  const book = createBook(environment)
  const entry = book.add(order({ fault: 'deaf', times: 1, for: 5 }))
  expect(book.take('/sse/a')).toEqual([entry])
  expect(book.take('/sse/a')).toEqual([])
  expect(entry.lifted).toBe(false)
  advance(5000)
  expect(entry.lifted).toBe(true)
})

test('change is told when a fault comes and when it goes, and not when nothing did', () => {
  const { environment } = createTime()
  const book = createBook(environment)
  let changes = 0
  book.onChange(() => {
    changes += 1
  })
  book.add(order({ fault: 'deaf' }))
  expect(book.lift(() => false)).toBe(0)
  expect(changes).toBe(1)
  expect(book.lift(() => true)).toBe(1)
  expect(changes).toBe(2)
})

test('traffic counts its events from 1, and a topic with the same event has one source', () => {
  const { environment, advance, pending } = createTime()
  const sent: unknown[] = []
  const traffic = createTraffic(environment, (topic, event, data) => void sent.push([topic, event, data]))
  traffic.start({ topic: 'a', event: 'x', every: 1, data: (n) => n })
  advance(2000)
  traffic.start({ topic: 'a', event: 'x', every: 2, data: (n) => -n })
  advance(2000)
  expect(sent).toEqual([
    ['a', 'x', 1],
    ['a', 'x', 2],
    ['a', 'x', -1],
  ])
  traffic.stopAll()
  expect(pending()).toBe(0)
})
