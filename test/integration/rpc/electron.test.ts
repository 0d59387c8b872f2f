import { EventEmitter } from 'node:events'
import { createContext, Script } from 'node:vm'
import { expect, it } from 'vitest'
import { linkPage, type PageContents } from '../../../src/main/rpc/electron.ts'
import { electronEnvironment } from '../../../src/renderer/electron.ts'
import type { Bridge, FromPage } from '../../../src/shared/bridge.ts'
import type { ServerTransport } from '../../../src/shared/rpc/messages.ts'
import { type ServerOptions, serveContract } from '../../../src/shared/rpc/server.ts'
import { builtPreload } from '../../helpers/electron/built-preload.ts'
import { rpcBehaviour, type Wire } from '../../helpers/rpc-behaviour.ts'

const origin = 'heartline://app'

/** Electron's pipe between a page and main: structured clones, one turn later, in order. */
function pipe() {
  const events = new EventEmitter()
  const ipc = new EventEmitter()
  const state = {
    destroyed: false,
    deaf: false,
    sender: { parent: null as object | null, origin } as object | null,
  }
  let toPage: ((message: unknown) => void) | null = null
  const contents = Object.assign(events, {
    ipc,
    isDestroyed: () => state.destroyed,
    send: (_channel: string, message: unknown) => {
      if (state.destroyed) throw new Error('Object has been destroyed')
      const copy = structuredClone(message)
      setImmediate(() => {
        if (!state.deaf) toPage?.(copy)
      })
    },
  }) as unknown as PageContents
  return {
    contents,
    events,
    state,
    onPage: (listener: (message: unknown) => void) => {
      toPage = listener
    },
    toMain: (message: unknown) => {
      const copy = structuredClone(message)
      setImmediate(() => ipc.emit('heartline', { senderFrame: state.sender }, copy))
    },
  }
}

/** The preload itself, on a pipe. */
async function preloadOn({ onPage, toMain }: ReturnType<typeof pipe>): Promise<Bridge> {
  let bridge: Bridge | null = null
  const electron = {
    ipcRenderer: {
      send: (_channel: string, message: unknown) => toMain(message),
      on: (_channel: string, listener: (event: object, message: unknown) => void) =>
        onPage((message) => listener({}, message)),
    },
    contextBridge: {
      exposeInMainWorld: (_name: string, value: Bridge) => {
        bridge = value
      },
    },
  }
  new Script(await builtPreload()).runInContext(
    createContext({
      require: () => electron,
      crypto: globalThis.crypto,
      module: { exports: {} },
      exports: {},
    }),
  )
  if (bridge === null) throw new Error('The preload exposed nothing.')
  return bridge
}

async function connected(serve: (transport: ServerTransport) => void) {
  const wire = pipe()
  const refused: string[] = []
  linkPage({
    contents: wire.contents,
    origin,
    serve,
    copy: () => undefined,
    refuse: (why) => refused.push(why),
  })
  const bridge = await preloadOn(wire)
  return { ...wire, refused, bridge }
}

async function ipcWire(options: ServerOptions): Promise<Wire> {
  let congested = false
  const { bridge, events } = await connected((transport) =>
    serveContract({ ...transport, congested: () => congested || transport.congested() }, options),
  )
  const way = electronEnvironment(globalThis, bridge).open(() => undefined)
  return {
    transport: way.transport,
    congest(on) {
      congested = on
    },
    cut() {
      events.emit('render-process-gone')
      way.close()
    },
    close: way.close,
  }
}

rpcBehaviour("Electron's pipe", ipcWire)

it.each([
  ['another origin', { parent: null, origin: 'https://elsewhere.example' }],
  ['a frame inside the page', { parent: {}, origin }],
  ['a frame that is gone', null],
])('takes no message of %s', async (_who, sender) => {
  let served = 0
  const { state, toMain, refused } = await connected(() => {
    served += 1
  })
  state.sender = sender
  toMain({ type: 'open', way: 'a' } satisfies FromPage)
  await expect.poll(() => refused.length).toBe(1)
  expect(served).toBe(0)
})

it.each([
  ['no JSON', '{'],
  ['too long', `"${'x'.repeat(16 * 1024 * 1024)}"`],
])('ends a way on which a message is %s, and tells the page', async (why, text) => {
  const seen: unknown[] = []
  const { bridge, refused } = await connected((transport) => {
    transport.onMessage((message) => seen.push(message))
  })
  let closed = 0
  bridge.open(
    () => undefined,
    () => {
      closed += 1
    },
  )
  bridge.send(text)
  await expect.poll(() => closed).toBe(1)
  expect(refused).toEqual([expect.stringContaining(why)])
  expect(seen).toEqual([])
})

it('takes no message that is not as agreed', async () => {
  let served = 0
  const { toMain, refused } = await connected(() => {
    served += 1
  })
  for (const message of [
    null,
    'open',
    { type: 'open' },
    { type: 'open', way: 'x'.repeat(65) },
    { type: 'eval', way: 'a' },
  ])
    toMain(message)
  await expect.poll(() => refused.length).toBe(5)
  expect(served).toBe(0)
})

it('says that a page that hangs does not keep up, and no longer when it does again', async () => {
  const ways: ServerTransport[] = []
  const { bridge, state } = await connected((transport) => ways.push(transport))
  bridge.open(
    () => undefined,
    () => undefined,
  )
  await expect.poll(() => ways.length).toBe(1)
  const [way] = ways
  state.deaf = true
  for (let n = 0; n < 5; n += 1) way?.send('x'.repeat(1024 * 1024))
  expect(way?.congested()).toBe(true)
})

it('ends the way of a page that was reloaded, and throws at no window that is gone', async () => {
  const ways: ServerTransport[] = []
  const { bridge, state, events } = await connected((transport) => ways.push(transport))
  const open = () =>
    bridge.open(
      () => undefined,
      () => undefined,
    )
  open()
  await expect.poll(() => ways.length).toBe(1)
  let ends = 0
  ways[0]?.onClose(() => {
    ends += 1
  })
  open()
  await expect.poll(() => ways.length).toBe(2)
  expect(ends).toBe(1)
  state.destroyed = true
  ways[1]?.send('late')
  events.emit('destroyed')
  ways[1]?.send('later')
})
