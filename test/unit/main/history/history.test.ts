import { expect, it } from 'vitest'
import { openHistory } from '../../../../src/main/history/history.ts'
import { serveHistory } from '../../../../src/main/history/serving.ts'
import { openHistoryStore } from '../../../../src/main/history/store.ts'
import type { PortEvents } from '../../../../src/main/history/thread.ts'
import type { HistoryState, HistoryStore } from '../../../../src/main/history/types.ts'
import type { Asked, FromThread, ThreadData } from '../../../../src/main/history/wire.ts'
import { batch, endpointBatch, memory, shelf, slot, t0 } from '../../../helpers/history.ts'
import { type ManualClock, manualClock } from '../../../helpers/manual-clock.ts'

const minute = 60_000

/** The thread's work done in this one: what crosses is cloned, and comes a moment later. */
function fakeThreads(clock: ManualClock) {
  const lives: { events: PortEvents; isDeaf: boolean; close: () => void }[] = []
  let opens = true
  let spoil: (store: HistoryStore) => HistoryStore = (store) => store

  function start({ file, cap }: ThreadData, events: PortEvents) {
    const life = { events, isDeaf: !opens, close: () => undefined }
    lives.push(life)
    const tell = (message: FromThread): void => {
      const copy = structuredClone(message)
      setImmediate(() => life.isDeaf || events.onMessage(copy))
    }
    let answer: (asked: Asked) => void = () => undefined
    if (opens) {
      const store = openHistoryStore(file, {
        cap,
        wall: clock.wall,
        tell: (trouble) => tell({ type: 'told', trouble }),
      })
      life.close = () => void store.close()
      answer = serveHistory({ store: spoil(store), post: tell, wall: clock.wall, after: clock.after })
    }
    return {
      post: (asked: Asked, transfer: readonly ArrayBuffer[]) => {
        const copy = structuredClone(asked, { transfer: [...transfer] })
        if (!life.isDeaf) answer(copy)
      },
      end: async () => undefined,
    }
  }

  return {
    start,
    lives,
    /** The file hangs: the thread never gets to tell that it is open. */
    hang: () => {
      opens = false
    },
    spoil: (how: typeof spoil) => {
      spoil = how
    },
    die(why: string) {
      const life = lives.at(-1)
      if (life === undefined) return
      life.isDeaf = true
      life.close()
      life.events.onEnd(why)
    },
  }
}

function rig() {
  const clock = manualClock(t0 + minute)
  const threads = fakeThreads(clock)
  const said: string[] = []
  const { file } = shelf()
  const open = () =>
    openHistory({ file, cap: 2 ** 30, clock, say: (sentence) => said.push(sentence), start: threads.start })
  return { clock, threads, said, file, open }
}

const moment = () => new Promise(setImmediate)

it('recalls, charts and finds what was written before it was asked, also by an earlier run', async () => {
  const { open } = rig()
  const history = await open()
  expect([history.era, history.until]).toEqual([0, null])
  const slots = [slot(t0, { events: 7 })]
  history.write(batch(t0 + 9000, endpointBatch('a', { slots, memory })))
  const range = { from: t0, to: t0 + minute, points: 6 }
  expect((await history.chart('a', range))?.events).toContain(7)
  await history.close()

  const next = await open()
  expect([next.era, next.until]).toEqual([1, t0 + 9000])
  const recalled = (await next.recall(['a', 'b'])).get('a')
  expect(recalled?.memory).toEqual(memory)
  expect([...(recalled?.slots ?? [])][0]?.rollup.events).toBe(7)
  expect((await next.chart('a', range))?.events).toContain(7)
  expect(await next.chart('b', range)).toBeNull()
  await next.close()
})

it('recalls while others go on being recorded', async () => {
  const { open } = rig()
  const history = await open()
  history.write(batch(t0, endpointBatch('a', { slots: [slot(t0)], memory })))
  const recalled = history.recall(['a'])
  for (let turn = 0; turn < 6; turn++) {
    history.write(batch(t0 + turn, endpointBatch('b', { slots: [slot(t0)] })))
    await new Promise(process.nextTick)
  }
  expect((await recalled).get('a')?.memory).toEqual(memory)
  await history.close()
})

it('lets the monitor begin without its past where the file does not open in five seconds, and says so', async () => {
  const { clock, threads, said, file, open } = rig()
  threads.hang()
  const opening = open()
  clock.advance(5000)
  const history = await opening
  expect(said).toEqual([
    `The history ${file} did not open within 5 s. Watching begins without what it holds; what happens is written to it later.`,
  ])
  expect((await history.recall(['a'])).size).toBe(0)
  expect(await history.chart('a', { from: t0, to: t0 + minute, points: 6 })).toBeNull()
  // Higher than any that runs can have counted up to.
  expect(history.era).toBeGreaterThan(1e9)
})

it('starts a thread that died again, and writes what it had not written', async () => {
  const { clock, threads, said, open } = rig()
  const history = await open()
  threads.die('Out of memory.')
  history.write(batch(t0, endpointBatch('a', { slots: [slot(t0, { events: 3 })] })))
  await moment()
  expect(history.state().trouble?.code).toBe('history-ended')
  clock.advance(1000)
  await moment()
  clock.advance(5000)
  for (let turn = 0; turn < 5; turn++) await moment()
  expect(history.state().trouble).toBeNull()
  expect((await history.chart('a', { from: t0, to: t0 + minute, points: 6 }))?.events).toContain(3)
  expect(said[0]).toBe('The thread that keeps the history ended and is started again. Out of memory.')
  expect(threads.lives).toHaveLength(2)
})

it('gives a thread up that dies again and again, and tells it for as long as the program runs', async () => {
  const { clock, threads, said, open } = rig()
  const states: HistoryState[] = []
  const history = await open()
  history.onState((state) => states.push(state))
  for (let life = 1; life <= 4; life++) {
    threads.die('It is broken.')
    clock.advance(1000)
    await moment()
  }
  expect(threads.lives).toHaveLength(4)
  expect(states.at(-1)?.trouble).toEqual({
    code: 'history-ended',
    message: 'The thread that keeps the history ended. It is broken.',
    hint: 'Start Heartline again; what it watches goes on.',
  })
  expect(said.at(-1)).toContain('Start Heartline again')
  expect((await history.recall(['a'])).size).toBe(0)
})

it('answers with nothing where the disk takes too long, and holds nobody up', async () => {
  const { clock, threads, open } = rig()
  const history = await open()
  const life = threads.lives[0]
  if (life) life.isDeaf = true
  const asked = history.incidents({ from: 0, to: t0, kinds: [], limit: 10 })
  await moment()
  clock.advance(5000)
  expect(await asked).toEqual([])
  const closed = history.close()
  for (let turn = 0; turn < 4; turn++) {
    await moment()
    clock.advance(3000)
  }
  await closed
})

it('tells of a file that cannot be kept small for as long as that is so', async () => {
  const { threads, said, open, clock } = rig()
  let isFull = true
  threads.spoil((store) => ({
    ...store,
    tidy() {
      if (isFull) throw Object.assign(new Error('database or disk is full'), { errcode: 13 })
      return false
    },
  }))
  const history = await open()
  for (let look = 0; look < 2; look++) {
    clock.advance(10_000)
    await moment()
  }
  expect(history.state().trouble?.code).toBe('history-full')
  expect(said).toHaveLength(1)
  isFull = false
  clock.advance(10_000)
  await moment()
  expect(history.state().trouble).toBeNull()
  await history.close()
})

it('says at the end what could not be written', async () => {
  const { threads, said, file, open, clock } = rig()
  threads.spoil((store) => ({
    ...store,
    write() {
      throw Object.assign(new Error('database or disk is full'), { errcode: 13 })
    },
  }))
  const history = await open()
  history.write(batch(t0, endpointBatch('a', { slots: [slot(t0)] })))
  for (let turn = 0; turn < 5; turn++) await moment()
  expect(history.state().trouble).toMatchObject({
    code: 'history-full',
    message: expect.stringContaining(
      'the disk is full. What happens is held in memory and written once that is mended.',
    ),
  })
  // Going on from what lies there would tell of some time twice.
  expect((await history.recall(['a'])).size).toBe(0)
  await history.close()
  expect(said).toHaveLength(2)
  expect(said[1]).toContain(`The history ${file} lacks the end`)
  clock.advance(10_000)
})
