import { afterEach, describe, expect, it } from 'vitest'
import { createNoticeBoard } from '../../src/main/rpc/sources.ts'
import type { AppInfo, FleetPatch, Notice } from '../../src/shared/contract.ts'
import { createClient } from '../../src/shared/rpc/client.ts'
import type { Transport } from '../../src/shared/rpc/messages.ts'
import type { ServerOptions } from '../../src/shared/rpc/server.ts'
import type { WatchedView } from '../../src/shared/screens.ts'
import { fakeContract } from './contract.ts'
import { fakeFleet } from './fake-fleet.ts'
import { manualTimers } from './manual-timers.ts'
import { viewOf } from './views.ts'

/** One connected pair: what the client holds, and how to break it from either side. */
export interface Wire {
  readonly transport: Transport
  /** Makes the server's end say that the peer does not keep up. */
  congest(congested: boolean): void
  /** The server goes away. */
  cut(): void | Promise<void>
  close(): void | Promise<void>
}

const info: AppInfo = {
  version: '1.2.3',
  mode: 'browser',
  configFile: '/etc/heartline.yaml',
  dataDir: '/var/heartline',
  demo: false,
  lookedAt: null,
  startedAt: 0,
  problems: [],
}

/** The contract's behaviour, the same over every transport. */
export function rpcBehaviour(name: string, connect: (server: ServerOptions) => Promise<Wire>): void {
  describe(`the contract over ${name}`, () => {
    const wires: Wire[] = []
    afterEach(async () => {
      for (const wire of wires.splice(0)) await wire.close()
    })

    async function start(...views: WatchedView[]) {
      const fleet = fakeFleet(...views)
      const board = createNoticeBoard()
      const timers = manualTimers()
      const reports: string[] = []
      const wire = await connect({
        ...fakeContract({ fleet, notices: board, info: () => info }),
        after: timers.after,
        report: (error, where) => reports.push(`${where}: ${String(error)}`),
      })
      wires.push(wire)
      const client = createClient(wire.transport)
      /** What was sent before has arrived when this is done. */
      const settle = async () => {
        const answer = await client.call('app.info', {})
        expect(answer.ok).toBe(true)
      }
      return { fleet, board, timers, reports, wire, client, settle }
    }

    function watch(client: ReturnType<typeof createClient>) {
      const told: (
        | { readonly kind: 'snapshot'; readonly ids: readonly string[] }
        | { readonly kind: 'patch'; readonly patch: FleetPatch }
      )[] = []
      const end = client.subscribe('fleet', {
        snapshot: (views) => told.push({ kind: 'snapshot', ids: views.map((view) => view.id) }),
        patch: (patch) => told.push({ kind: 'patch', patch }),
      })
      return { told, end }
    }

    it('carries a command there and its value back', async () => {
      const { client, fleet } = await start(viewOf('a', { phase: 'failed' }), viewOf('b'))
      expect(await client.call('app.info', {})).toEqual({ ok: true, value: info })
      expect(await client.call('fleet.retryFailed', {})).toEqual({ ok: true, value: ['a'] })
      const stopped = await client.call('endpoint.stop', { id: 'b' })
      expect(stopped).toMatchObject({ ok: true, value: { id: 'b', phase: 'stopped' } })
      const range = { id: 'a', from: 1000, to: 2000, points: 7 }
      expect(await client.call('endpoint.history', range)).toMatchObject({ ok: true, value: { t: [1000] } })
      expect(fleet.calls).toEqual(['retry a', 'stop b', 'history a 1000 2000 7'])
    })

    it('pairs answers with their calls when many are under way', async () => {
      const ids = Array.from({ length: 50 }, (_, n) => `e${n}`)
      const { client } = await start(...ids.map((id) => viewOf(id)))
      const answers = await Promise.all(ids.map((id) => client.call('endpoint.detail', { id })))
      expect(answers.map((answer) => (answer.ok ? answer.value.id : null))).toEqual(ids)
    })

    it('answers an error as a value with a code, a sentence and a hint', async () => {
      const { client } = await start()
      const answer = await client.call('endpoint.retry', { id: 'ghost' })
      expect(answer).toEqual({
        ok: false,
        error: {
          code: 'unknown-endpoint',
          message: 'No endpoint has the id "ghost".',
          hint: expect.any(String),
        },
      })
    })

    it.each([
      ['endpoint.retry', {}],
      ['endpoint.retry', { id: 7 }],
      ['endpoint.retry', { id: 'a', more: 1 }],
      ['endpoint.retry', null],
      ['endpoint.history', { id: 'a', from: 5, to: 5, points: 1 }],
      ['endpoint.history', { id: 'a', from: 1, to: 5, points: 1e9 }],
      ['endpoint.history', { id: 'a', from: 'now', to: 5, points: 10 }],
    ] as const)('refuses %s with %j before any handler sees it', async (command, input) => {
      const { client, fleet } = await start(viewOf('a'))
      const answer = await client.call(command, input as never)
      expect(answer).toMatchObject({ ok: false, error: { code: 'bad-input' } })
      expect(fleet.calls).toEqual([])
    })

    it.each(['nonsense', 'constructor', '__proto__'])('refuses the unknown command %s', async (command) => {
      const { client } = await start()
      const answer = await client.call(command as never, {} as never)
      expect(answer).toMatchObject({ ok: false, error: { code: 'unknown-command' } })
    })

    it('keeps what a handler threw to itself', async () => {
      const { client, fleet, reports } = await start(viewOf('a'))
      Object.assign(fleet, {
        retry: () => {
          throw new Error('secret inside')
        },
      })
      const answer = await client.call('endpoint.retry', { id: 'a' })
      expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } })
      expect(JSON.stringify(answer)).not.toContain('secret inside')
      expect(reports).toEqual(['endpoint.retry: Error: secret inside'])
    })

    it('sends one snapshot, then patches', async () => {
      const { client, fleet, settle } = await start(viewOf('a'), viewOf('b'))
      const { told } = watch(client)
      await settle()
      fleet.put(viewOf('b', { phase: 'waiting', health: null }))
      fleet.remove('a')
      await settle()
      expect(told[0]).toEqual({ kind: 'snapshot', ids: ['a', 'b'] })
      expect(told.slice(1)).toEqual([
        {
          kind: 'patch',
          patch: { changed: [viewOf('b', { phase: 'waiting', health: null })], removed: [] },
        },
        { kind: 'patch', patch: { changed: [], removed: ['a'] } },
      ])
    })

    it('tells nothing more after the subscription ended, and lets go of the fleet', async () => {
      const { client, fleet, settle } = await start(viewOf('a'))
      const { told, end } = watch(client)
      await settle()
      end()
      await settle()
      expect(fleet.listeners).toBe(0)
      fleet.put(viewOf('a', { attempt: 9 }))
      await settle()
      expect(told).toHaveLength(1)
    })

    it('tells of problems that came and were mended', async () => {
      const { client, board, settle } = await start()
      const told: (readonly Notice[])[] = []
      client.subscribe('notices', { snapshot: (now) => told.push(now), patch: (now) => told.push(now) })
      await settle()
      const problem = { file: 'heartline.yaml', line: 3, column: 5, message: 'Wrong.', hint: 'Mend it.' }
      board.set([problem])
      board.set([])
      await settle()
      expect(told).toEqual([[], [problem], []])
    })

    it('gives a hidden window one patch a second, with all that changed', async () => {
      const { client, fleet, timers, settle } = await start(viewOf('a'), viewOf('b'))
      const { told } = watch(client)
      client.setHidden(true)
      await settle()
      for (let n = 1; n <= 10; n += 1) fleet.put(viewOf('a', { attempt: n }))
      fleet.put(viewOf('b', { attempt: 5 }))
      await settle()
      expect(told).toHaveLength(2)
      timers.advance(999)
      await settle()
      expect(told).toHaveLength(2)
      timers.advance(1)
      await settle()
      expect(told.slice(2)).toEqual([
        {
          kind: 'patch',
          patch: { changed: [viewOf('a', { attempt: 10 }), viewOf('b', { attempt: 5 })], removed: [] },
        },
      ])
    })

    it('catches up at once when the window is shown again', async () => {
      const { client, fleet, settle } = await start(viewOf('a'))
      const { told } = watch(client)
      client.setHidden(true)
      await settle()
      fleet.put(viewOf('a', { attempt: 2 }))
      fleet.put(viewOf('a', { attempt: 3 }))
      client.setHidden(false)
      await settle()
      fleet.put(viewOf('a', { attempt: 4 }))
      await settle()
      expect(told.slice(1)).toMatchObject([
        { patch: { changed: [{ attempt: 2 }] } },
        { patch: { changed: [{ attempt: 3 }] } },
        { patch: { changed: [{ attempt: 4 }] } },
      ])
    })

    it('keeps no queue for a peer that does not keep up: a fresh snapshot comes later', async () => {
      const { client, fleet, timers, wire, settle } = await start(viewOf('a'))
      const { told } = watch(client)
      await settle()
      wire.congest(true)
      for (let n = 1; n <= 100; n += 1) fleet.put(viewOf(`n${n}`))
      timers.advance(1000)
      await settle()
      expect(told).toHaveLength(1)
      wire.congest(false)
      timers.advance(250)
      await settle()
      expect(told).toHaveLength(2)
      expect(told[1]).toMatchObject({ kind: 'snapshot' })
      fleet.put(viewOf('a', { attempt: 2 }))
      await settle()
      expect(told[2]).toMatchObject({ kind: 'patch', patch: { changed: [{ attempt: 2 }] } })
    })

    it('refuses a stream that does not exist, and more subscriptions than a window needs', async () => {
      const { client, settle } = await start()
      const refused: string[] = []
      const listener = { snapshot: () => undefined, patch: () => undefined }
      client.subscribe('gossip' as never, { ...listener, refused: (error) => refused.push(error.code) })
      for (let n = 0; n < 17; n += 1)
        client.subscribe('fleet', { ...listener, refused: (error) => refused.push(error.code) })
      await settle()
      expect(refused).toEqual(['unknown-stream', 'too-many-subscriptions'])
    })

    it('ends a peer that does not speak the protocol', async () => {
      const { wire } = await start()
      const lost = new Promise<void>((resolve) => wire.transport.onClose(resolve))
      wire.transport.send({ type: 'call', id: 'one' })
      await lost
    })

    it('settles what was under way when the connection is lost, and what is asked after', async () => {
      const { client, fleet, wire, settle } = await start(viewOf('a'))
      watch(client)
      await settle()
      Object.assign(fleet, { retry: () => new Promise(() => undefined) })
      const pending = client.call('endpoint.retry', { id: 'a' })
      await wire.cut()
      expect(await pending).toMatchObject({ ok: false, error: { code: 'disconnected' } })
      expect(await client.call('app.info', {})).toMatchObject({ ok: false, error: { code: 'disconnected' } })
      expect(fleet.listeners).toBe(0)
    })
  })
}
