import type { Clock } from '../monitor/clock.ts'
import type { Recalled } from '../monitor/recording.ts'
import { unpackRecall } from './slot-pack.ts'
import { startWorker } from './start-worker.ts'
import { createThread, type Port, type PortEvents } from './thread.ts'
import { createTroubles } from './troubles.ts'
import type { History, HistoryState } from './types.ts'
import { type AskName, type Asks, buffersOf, type FromThread, packBatch, type ThreadData } from './wire.ts'
import { createWriting } from './writing.ts'

export interface HistoryOptions {
  readonly file: string
  /** Bytes on the disk, at most. */
  readonly cap: number
  readonly clock: Pick<Clock, 'after' | 'now' | 'wall'>
  /** One sentence for standard error. */
  readonly say: (sentence: string) => void
  /** `node:worker_threads` where this is left out. */
  readonly start?: (data: ThreadData, events: PortEvents) => Port
}

/**
 * Beyond this the monitor begins without its past: watching is what it is for. A machine that has just been switched
 * on has much to do, and must not lose the past over it.
 */
const openWithinMs = 5000
/** For an answer that a page or the start of an endpoint waits for. */
const answerWithinMs = 5000
/** For what is still to be written at the end. */
const closeWithinMs = 3000
/** Bytes that may wait for a disk that refuses. */
const backlogBound = 32 * 2 ** 20

type Opened = Extract<FromThread, { type: 'opened' }>

/**
 * Opens the history in a thread of its own. Resolves once it is open, or after five seconds: what happens is kept for
 * it then, and its past can be asked for as soon as it is there. Never rejects.
 */
export async function openHistory(options: HistoryOptions): Promise<History> {
  const { file, clock, say, start = startWorker } = options
  const listeners = new Set<(state: HistoryState) => void>()
  let cap = options.cap
  let state: HistoryState = { file, size: 0, cap, since: null, trouble: null }
  const troubles = createTroubles({ file, say, onChange: (trouble) => show({ trouble }) })
  let isOpen = false
  let tellOpened: (opened: Opened) => void = () => undefined
  const opening = new Promise<Opened>((resolve) => {
    tellOpened = resolve
  })
  const thread = createThread({
    start: (events) => start({ file, cap }, events),
    clock,
    onTold,
    onEnd(given, why) {
      isOpen = false
      troubles.threadEnded(given, why)
    },
  })
  const writing = createWriting({
    async send(batch) {
      const packed = packBatch(batch)
      const outcome = await thread.ask('write', [packed], { transfer: buffersOf(packed) })
      return outcome.ok ? null : outcome.trouble
    },
    clock,
    bound: backlogBound,
    onTrouble: troubles.writing,
  })

  function show(part: Partial<HistoryState>): void {
    state = { ...state, ...part }
    for (const listener of listeners) listener(state)
  }

  function onTold(message: Exclude<FromThread, { type: 'answer' }>): void {
    if (message.type === 'told') {
      troubles.told(message.trouble)
      return
    }
    if (message.type === 'opened') {
      isOpen = true
      tellOpened(message)
    }
    if (message.type === 'tidied') troubles.tidied(message.trouble)
    show(message.state)
  }

  /** After what was taken before it is written; `nothing` where no answer can be had in time. */
  async function ask<Name extends Exclude<AskName, 'write' | 'close'>, Nothing>(
    name: Name,
    args: Parameters<Asks[Name]>,
    nothing: Nothing,
  ): Promise<ReturnType<Asks[Name]> | Nothing> {
    if (!isOpen || !(await within(answerWithinMs, clock, writing.settled()))) return nothing
    const outcome = await thread.ask(name, args, { patienceMs: answerWithinMs })
    return outcome.ok ? outcome.value : nothing
  }

  async function recall(ids: readonly string[]): Promise<ReadonlyMap<string, Recalled>> {
    await within(answerWithinMs, clock, writing.settled())
    // What waits for the disk is newer than what lies there: going on from that would tell of some time twice.
    if (!writing.isDone()) return new Map()
    const found = await ask('recall', [ids, clock.wall()], new Map())
    return new Map([...found].map(([id, packed]) => [id, unpackRecall(packed)]))
  }

  async function close(): Promise<void> {
    const isWritten = await within(closeWithinMs, clock, writing.retry())
    if (!isWritten || !writing.isDone()) troubles.unwritten()
    writing.close()
    await thread.ask('close', [], { patienceMs: closeWithinMs })
    await within(closeWithinMs, clock, thread.end())
  }

  const opened = await soon(openWithinMs, clock, opening)
  if (opened === null) troubles.late(openWithinMs)
  return {
    write: writing.write,
    recall,
    chart: (id, range) => ask('chart', [id, range], null),
    transitions: (ids, from, to, limit) => ask('transitions', [ids, from, to, limit], []),
    incidents: (query) => ask('incidents', [query], []),
    incident: (id) => ask('incident', [id], null),
    setCap(bytes) {
      cap = bytes
      void thread.ask('setCap', [bytes])
    },
    // What is in a file that is not open yet has lower ones: they count up from 1, from run to run.
    until: opened?.until ?? null,
    era: opened?.era ?? Math.floor(clock.wall() / 1000),
    state: () => state,
    onState(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close,
  }
}

/** Null where it takes longer. */
function soon<Value>(
  ms: number,
  clock: Pick<Clock, 'after'>,
  promise: Promise<Value>,
): Promise<Value | null> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, () => resolve(null))
    void promise.then((value) => {
      cancel()
      resolve(value)
    })
  })
}

async function within(ms: number, clock: Pick<Clock, 'after'>, promise: Promise<void>): Promise<boolean> {
  return (
    (await soon(
      ms,
      clock,
      promise.then(() => true),
    )) ?? false
  )
}
