import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Desktop, startDesktop } from '../helpers/electron/desktop.ts'
import { type Home, makeHome, type Streams, serveStreams } from './heartline.ts'
import { until } from './stage.ts'

/** The system's word on sleep and network, in the built desktop app on the stand-in for Electron. */

let streams: Streams
let home: Home
let desktop: Desktop

beforeEach(async () => {
  streams = await serveStreams()
  home = await makeHome(
    [
      'version: 1',
      'endpoints:',
      `  - { id: near, name: Near, url: ${streams.url}/near }`,
      `  - { id: far, name: Far, url: ${streams.url}/far, network: vpn }`,
    ].join('\n'),
  )
  desktop = await startDesktop(home.args)
  await open('/near', 1)
  await open('/far', 1)
})
afterEach(async () => {
  await desktop.close()
  await home.remove()
  await streams.close()
})

/** Waits until so many of its streams are open, and `asked` requests were made in all where that is given. */
async function open(path: string, count: number, asked?: number): Promise<void> {
  await until(
    () => streams.open(path),
    (open) => open === count,
  )
  if (asked !== undefined) expect(streams.requests(path)).toBe(asked)
}

test('before the machine sleeps all is let go; when it is back all is there again, once', async () => {
  await desktop.order({ type: 'power', name: 'suspend' })
  await desktop.order({ type: 'power', name: 'suspend' })
  await open('/near', 0, 1)
  await open('/far', 0, 1)
  await desktop.order({ type: 'power', name: 'resume' })
  await desktop.order({ type: 'power', name: 'resume' })
  await desktop.order({ type: 'power', name: 'unlock-screen' })
  await open('/near', 1, 2)
  await open('/far', 1, 2)
})

test('who unlocks the screen is awake, whether or not the system said so', async () => {
  await desktop.order({ type: 'power', name: 'suspend' })
  await open('/near', 0)
  await desktop.order({ type: 'power', name: 'unlock-screen' })
  await open('/near', 1, 2)
})

test('offline is believed within seconds, but not of what this machine serves itself', async () => {
  await desktop.order({ type: 'network', online: false })
  await open('/far', 0)
  expect(streams.open('/near')).toBe(1)
  await desktop.order({ type: 'network', online: true })
  await open('/far', 1, 2)
  expect(streams.requests('/near')).toBe(1)
})

test('an end while the machine sleeps is an end in order', async () => {
  await desktop.page()
  await desktop.order({ type: 'power', name: 'suspend' })
  await open('/near', 0)
  desktop.signal('SIGTERM')
  expect(await desktop.ended).toBe(0)
  expect(desktop.stderr()).toBe('')
})
