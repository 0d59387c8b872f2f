import { expect, it } from 'vitest'
import { createRouter, hashOf, type Route, type Router, routeOf } from '../../../src/renderer/route.ts'

interface Entry {
  readonly state: unknown
  readonly hash: string
}

/** A window with an address and a history, as browsers keep them. */
function fakeWindow(hash = '') {
  const entries: Entry[] = [{ state: null, hash }]
  let at = 0
  let changed = (): void => undefined
  const here = () => entries[at] ?? { state: null, hash: '' }
  const travel = (by: number) => {
    at = Math.max(0, Math.min(entries.length - 1, at + by))
    changed()
  }
  const window = {
    location: {
      get hash() {
        return here().hash
      },
    },
    history: {
      get state() {
        return here().state
      },
      pushState(state: unknown, _: string, to: string) {
        entries.splice(at + 1, Infinity, { state, hash: to })
        at += 1
      },
      replaceState(state: unknown, _: string, to: string) {
        entries[at] = { state, hash: to }
      },
      back: () => travel(-1),
      forward: () => travel(1),
    },
    addEventListener: (_: string, listener: () => void) => {
      changed = listener
    },
  }
  return { ...window, router: () => createRouter(window as unknown as Window) }
}

const orders: Route = { screen: 'endpoint', id: 'orders' }
const settings: Route = { screen: 'settings' }
const shown = (router: Router) => hashOf(router.getState().route)

it('reads and writes every place, and takes a wrong address for the fleet', () => {
  const routes: Route[] = [
    { screen: 'fleet' },
    { screen: 'endpoint', id: 'a b/ü' },
    { screen: 'edit', id: 'x' },
    { screen: 'add' },
    { screen: 'import' },
    { screen: 'incidents', of: null },
    { screen: 'incidents', of: 'a b/ü' },
    { screen: 'incident', id: 'outage-orders-x' },
    settings,
  ]
  for (const route of routes) expect(routeOf(hashOf(route))).toEqual(route)
  for (const hash of ['', '#', '#/', '#/nowhere', '#/endpoint/', '#main'])
    expect(routeOf(hash)).toEqual({ screen: 'fleet' })
  expect(routeOf('#/endpoint/%E0')).toEqual({ screen: 'endpoint', id: '%E0' })
})

it('goes back to where the person came from, also after a reload, and else to the fleet', () => {
  const window = fakeWindow('#/')
  window.router().go(orders)
  const reloaded = window.router()
  expect(shown(reloaded)).toBe('#/endpoint/orders')
  reloaded.back()
  expect(shown(reloaded)).toBe('#/')

  const linked = fakeWindow('#/endpoint/orders').router()
  linked.back()
  expect(shown(linked)).toBe('#/')
})

it('counts a way forward as a way forward', () => {
  const window = fakeWindow('#/')
  const router = window.router()
  router.go(orders)
  router.go(settings)
  window.history.back()
  window.history.forward()
  expect(shown(router)).toBe('#/settings')
  router.back()
  router.back()
  expect(shown(router)).toBe('#/')
})

it('stays while the question is open, by link and by the browser, and hears where to', () => {
  const window = fakeWindow('#/')
  const router = window.router()
  router.go({ screen: 'add' })
  const asked: Route[] = []
  const takeBack = router.guard((to) => {
    asked.push(to)
    return false
  })
  router.go(settings)
  window.history.back()
  expect(asked).toEqual([settings, { screen: 'fleet' }])
  expect(shown(router)).toBe('#/add')
  expect(window.location.hash).toBe('#/add')
  takeBack()
  router.go(settings)
  expect(shown(router)).toBe('#/settings')
})

it('closes what lies over the screen when the screen changes, and when the way leads to where one is', () => {
  const router = fakeWindow('#/').router()
  router.show('palette')
  router.go({ screen: 'fleet' })
  expect(router.getState().overlay).toBeNull()
  router.show('shortcuts')
  router.go(orders)
  expect(router.getState().overlay).toBeNull()
})

it('goes up to where a screen was opened from by going back, and else in its place', () => {
  const incidents: Route = { screen: 'incidents', of: null }
  const window = fakeWindow('#/')
  const router = window.router()
  router.go(incidents)
  router.go({ screen: 'incident', id: 'a' })
  router.go({ screen: 'incident', id: 'b' }, { inPlace: true })
  router.up(incidents)
  expect(shown(router)).toBe('#/incidents')
  router.back()
  expect(shown(router)).toBe('#/')

  router.go({ screen: 'incident', id: 'a' })
  router.up(incidents)
  expect(shown(router)).toBe('#/incidents')
  router.back()
  expect(shown(router)).toBe('#/')
})
