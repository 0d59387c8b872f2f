import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { demoDoor, demoScript } from '../../../src/gateway/lab/demo.ts'
import { demoTraffic } from '../../../src/gateway/lab/demo-traffic.ts'
import { readOrder } from '../../../src/gateway/lab/orders.ts'
import { eventFrame } from '../../../src/gateway/wire.ts'

let urls: readonly string[] = []
beforeAll(async () => {
  const file = new URL('../../../resources/demo.yaml', import.meta.url)
  const { endpoints } = parse(await readFile(file, 'utf8')) as { endpoints: { url: string }[] }
  urls = endpoints.map(({ url }) => url)
})

const orders = () =>
  [...(demoScript.setup ?? []), ...demoScript.steps].flatMap((step) => {
    if (!('fault' in step)) return []
    const { at = 0, ...request } = { at: undefined, ...step }
    return [{ at, order: readOrder(request) }]
  })

test('every fault of the demo is well formed, and on a path that the configuration watches', () => {
  const paths = new Set(urls.map((url) => url.replace(/^\$\{[^}]*\}/, '')))
  for (const { order } of orders()) {
    if ('path' in order.target) expect(paths).toContain(order.target.path)
    else expect(order.target.door).toBe(demoDoor)
  }
  expect(orders().length).toBeGreaterThan(15)
})

test('every fault of a round is over before the next one, and a round fits the minute', () => {
  expect(demoScript.loop).toBeLessThanOrEqual(60)
  for (const { at, order } of orders()) {
    expect(at + (order.forSeconds ?? 0)).toBeLessThanOrEqual(demoScript.loop)
  }
})

test('only the door is refused, and only warehouse goes through it', () => {
  const throughDoor = urls.filter((url) => url.includes('HEARTLINE_DEMO_DOOR'))
  expect(throughDoor.map((url) => url.split('}')[1])).toEqual(['/sse/warehouse'])
})

test('every stream but the ended one has something to say, and it can be sent', () => {
  const topics = urls.map((url) => url.split('/sse/')[1])
  expect(topics.filter((topic) => !demoTraffic.some((traffic) => traffic.topic === topic))).toEqual([
    'campaign',
  ])
  for (const { event, data } of demoTraffic) {
    for (const n of [1, 2, 500]) expect(eventFrame({ event, data: data(n) }, null, null).after).not.toBeNull()
  }
})
