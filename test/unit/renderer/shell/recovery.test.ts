import { expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Link } from '../../../../src/renderer/fleet-state.ts'
import { recoverOnReturn } from '../../../../src/renderer/shell/recovery.ts'
import type { Call } from '../../../../src/renderer/use-app.ts'

function setUp() {
  const asked: string[] = []
  const retried: (readonly string[])[] = []
  const world = { now: 0, failed: ['orders'], reachable: true }
  const call = (async (command: string) => {
    asked.push(command)
    const error = { code: 'disconnected', message: 'Gone.', hint: '' }
    return world.reachable ? { ok: true, value: world.failed } : { ok: false, error }
  }) as Call
  const store = createStore<{ link: Link }>(() => ({ link: 'open' }))
  const sight = Object.assign(new EventTarget(), { hidden: false, hasFocus: () => !sight.hidden })
  const page = Object.assign(new EventTarget(), { document: sight })
  const tick = recoverOnReturn({
    call,
    store,
    now: () => world.now,
    page,
    onRetried: (ids) => retried.push(ids),
  })
  const show = (visible: boolean) => {
    sight.hidden = !visible
    sight.dispatchEvent(new Event('visibilitychange'))
  }
  const settle = () => new Promise((resolve) => setTimeout(resolve))
  return { asked, retried, world, store, page, tick, show, settle }
}

test('a page that was hidden for ten seconds asks once, whatever tells that it is back', async () => {
  const { asked, retried, world, page, tick, show, settle } = setUp()
  show(false)
  world.now += 12_000
  show(true)
  page.dispatchEvent(new Event('pageshow'))
  tick()
  await settle()
  expect(asked).toEqual(['fleet.recover'])
  expect(retried).toEqual([['orders']])
})

test('a glance elsewhere asks nothing; where nothing had failed, nothing is said', async () => {
  const { asked, retried, world, show, settle } = setUp()
  show(false)
  world.now += 9000
  show(true)
  expect(asked).toEqual([])
  world.failed = []
  show(false)
  world.now += 60_000
  show(true)
  await settle()
  expect(asked).toHaveLength(1)
  expect(retried).toEqual([])
})

test('a page that slept in sight asks when its clock goes on; one that is hidden waits until it is seen', async () => {
  const { asked, world, tick, show } = setUp()
  world.now += 1000
  tick()
  expect(asked).toEqual([])
  world.now += 3_600_000
  tick()
  expect(asked).toHaveLength(1)
  show(false)
  world.now += 60_000
  tick()
  expect(asked).toHaveLength(1)
  show(true)
  expect(asked).toHaveLength(2)
})

test('a monitor that is not heard yet is asked as soon as it is', async () => {
  const { asked, retried, world, store, show, settle } = setUp()
  world.reachable = false
  show(false)
  world.now += 60_000
  show(true)
  await settle()
  store.setState({ link: 'lost' })
  world.reachable = true
  store.setState({ link: 'open' })
  await settle()
  expect(asked).toHaveLength(2)
  expect(retried).toHaveLength(1)
  store.setState({ link: 'open' })
  expect(asked).toHaveLength(2)
})
