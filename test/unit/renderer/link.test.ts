import { expect, test } from 'vitest'
import {
  againMs,
  answerWithinMs,
  askEveryMs,
  createLink,
  type LinkListener,
} from '../../../src/renderer/link.ts'
import type { Request, Transport } from '../../../src/shared/rpc/messages.ts'
import { viewOf } from './view.ts'

const info = {
  version: '1.2.3',
  mode: 'browser',
  configFile: '/etc/heartline.yaml',
  dataDir: '/var/lib/heartline',
  demo: false,
  problems: [],
}

/** One end of a way to the monitor, held by the test. */
interface Way {
  readonly sent: Request[]
  readonly tell: (reply: unknown) => void
  readonly lose: () => void
  closed: boolean
}

function setUp() {
  const ways: Way[] = []
  const timers = new Set<{ readonly ms: number; readonly task: () => void }>()
  const refusal = { known: false }
  const told: string[] = []

  const link = createLink({
    open: (lost) => {
      let onMessage: (message: unknown) => void = () => undefined
      let onClose: () => void = () => undefined
      const transport: Transport = {
        send: (message) => way.sent.push(message as Request),
        onMessage: (listener) => {
          onMessage = listener
        },
        onClose: (listener) => {
          onClose = listener
        },
      }
      const end = () => {
        onClose()
        lost()
      }
      const way: Way = { sent: [], tell: (reply) => onMessage(reply), lose: end, closed: false }
      ways.push(way)
      return {
        transport,
        close: () => {
          if (way.closed) return
          way.closed = true
          end()
        },
      }
    },
    after: (ms, task) => {
      const timer = { ms, task }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    refused: async () => refusal.known,
  })
  const listener: LinkListener = {
    linked: (state) => told.push(state),
    snapshot: (views) => told.push(`snapshot ${views.map((view) => view.id)}`),
    patch: (changed, removed) => told.push(`patch ${changed.map((view) => view.id)} -${removed}`),
    told: (about) => told.push(about.version),
    problems: (problems) => told.push(`problems ${problems.length}`),
    watching: () => undefined,
    settings: (settings) => told.push(`theme ${settings.theme}`),
    complain: (complaint) => told.push(`complaint ${complaint}`),
  }
  const fire = (ms: number) => {
    for (const timer of timers) {
      if (timer.ms !== ms) continue
      timers.delete(timer)
      timer.task()
    }
  }
  const last = () => ways.at(-1) as Way
  link.keep(listener)
  return { link, ways, last, timers, refusal, told, fire }
}

type SetUp = ReturnType<typeof setUp>

/** The id of the newest request that has these values. */
function idIn(way: Way, match: Readonly<Record<string, string>>): number {
  const same = (request: Request) =>
    Object.entries(match).every(([key, value]) => Reflect.get(request, key) === value)
  const request = way.sent.findLast(same)
  if (request === undefined || request.type === 'visibility') throw new Error('Nothing like that was sent.')
  return request.id
}

const fleetId = (it: SetUp) => idIn(it.last(), { type: 'subscribe', stream: 'fleet' })
const askId = (it: SetUp) => idIn(it.last(), { type: 'call', command: 'app.info' })

async function answer(it: SetUp) {
  it.last().tell({ type: 'result', id: askId(it), result: { ok: true, value: info } })
  await Promise.resolve()
  await Promise.resolve()
}

test('the first snapshot makes the link open, and patches follow', () => {
  const it = setUp()
  const id = fleetId(it)
  it.last().tell({ type: 'snapshot', id, seq: 1, value: [viewOf('a')] })
  it.last().tell({ type: 'patch', id, seq: 2, value: { changed: [viewOf('b')], removed: ['a'] } })
  expect(it.told).toEqual(['snapshot a', 'open', 'patch b -a'])
})

test('a loss is told, and a moment later everything is asked for anew', async () => {
  const it = setUp()
  it.last().tell({ type: 'snapshot', id: fleetId(it), seq: 1, value: [] })
  it.last().lose()
  expect(it.told.at(-1)).toBe('lost')
  expect(it.ways).toHaveLength(1)
  it.fire(againMs)
  expect(it.ways).toHaveLength(2)
  it.last().tell({ type: 'snapshot', id: fleetId(it), seq: 1, value: [viewOf('back')] })
  expect(it.told.slice(-2)).toEqual(['snapshot back', 'open'])
})

test('a monitor that holds its sockets but answers nothing is lost too', async () => {
  const it = setUp()
  await answer(it)
  expect(it.told).toEqual(['1.2.3'])
  it.fire(answerWithinMs)
  expect(it.told).toEqual(['1.2.3'])
  it.fire(askEveryMs)
  it.fire(answerWithinMs)
  expect(it.told.at(-1)).toBe('lost')
  expect(it.last().closed).toBe(true)
  expect([...it.timers].map((timer) => timer.ms)).toEqual([againMs])
})

test('a monitor that does not know this browser is not called silent, however often it is tried', async () => {
  const it = setUp()
  it.refusal.known = true
  it.last().lose()
  await Promise.resolve()
  it.fire(againMs)
  it.last().lose()
  await Promise.resolve()
  expect(it.told).toEqual(['lost', 'refused', 'refused'])
})

test('a command without a monitor comes to a sentence, and so does one that it refuses', async () => {
  const it = setUp()
  const retried = it.link.commands.retry('a')
  const id = idIn(it.last(), { type: 'call', command: 'endpoint.retry' })
  const error = { code: 'unknown-endpoint', message: 'No such endpoint.', hint: 'Load anew.' }
  it.last().tell({ type: 'result', id, result: { ok: false, error } })
  expect(await retried).toBe('No such endpoint. Load anew.')
  const cut = it.link.commands.stop('a')
  it.last().lose()
  expect(await cut).toMatch(/does not answer/)
  expect(await it.link.commands.stop('a')).toMatch(/does not answer/)
})

test('a new connection of a hidden page says again that it is hidden', () => {
  const it = setUp()
  it.link.setHidden(true)
  it.last().lose()
  it.fire(againMs)
  expect(it.last().sent).toContainEqual({ type: 'visibility', hidden: true })
})
