import type { Environment } from './environment.ts'
import type { StreamInfo, StreamPlan } from './plan.ts'
import { type EventFrame, eventFrame } from './wire.ts'

/** What comes in for one stream: the replay first, then, in order and once each, what was published since. */
export interface Inbox {
  deliver(frame: EventFrame): void
  /** Starts the replay where the client asked for one; then live events flow. */
  open(): void
  /** Characters held back while a replay or a pause is under way. */
  heldBytes(): number
}

export interface InboxOptions {
  readonly info: StreamInfo
  readonly plan: StreamPlan
  readonly environment: Environment
  /** Held events beyond this many characters mean a client too slow. */
  readonly overflow: number
  send(frame: EventFrame): void
  drained(): Promise<void>
  isOpen(): boolean
  drop(): void
}

/** Held until `open`, so that an event published between joining and reading the log comes exactly once. */
export function createInbox(options: InboxOptions): Inbox {
  const { info, plan, environment, overflow, send, drained, isOpen, drop } = options
  let holding: EventFrame[] | null = []
  let heldBytes = 0
  let lastSeq = 0
  let pausedUntil = 0

  const pause = (ms: number): Promise<void> => new Promise((resolve) => void environment.after(ms, resolve))

  const sendOne = (frame: EventFrame): void => {
    if (frame.seq !== null) {
      if (frame.seq <= lastSeq) return
      lastSeq = frame.seq
    }
    send(frame)
    if (plan.chunkDelayMs > 0) pausedUntil = environment.now() + plan.chunkDelayMs
  }
  const paced = async (frame: EventFrame): Promise<void> => {
    const left = pausedUntil - environment.now()
    if (left > 0) await pause(left)
    await drained()
    if (isOpen()) sendOne(frame)
  }

  /** One pump at a time: it runs exactly while `holding` is an array. */
  const pump = async (): Promise<void> => {
    while (holding !== null) {
      const frame = holding.shift()
      if (frame === undefined || !isOpen()) {
        holding = null
        return
      }
      heldBytes -= frame.before.length
      await paced(frame)
    }
  }

  const tell = (event: string, data: unknown): void => send(eventFrame({ event, data }, null, null))

  const replay = async (): Promise<void> => {
    const requested = info.lastEventId
    const limit = plan.replayLimit
    const result = await withTimeout(
      plan.log.read(info.topic, requested, limit),
      plan.replayTimeoutMs,
      environment,
    )
    if (!isOpen()) return
    if (!result.whole) {
      const ends = { first: result.frames.at(0)?.id ?? null, last: result.frames.at(-1)?.id ?? null }
      tell('replay-truncated', { requested, ...ends, limit })
    }
    for (const frame of result.frames) await paced(frame)
  }
  const replayFailed = (error: unknown): void => {
    const message = error instanceof Error ? error.message : String(error)
    if (isOpen()) tell('replay-failed', { requested: info.lastEventId, message })
  }

  return {
    heldBytes: () => heldBytes,

    deliver(frame) {
      if (holding === null && pausedUntil <= environment.now()) {
        sendOne(frame)
        return
      }
      if (holding === null) {
        holding = [frame]
        heldBytes = frame.before.length
        void pump()
        return
      }
      holding.push(frame)
      heldBytes += frame.before.length
      if (heldBytes > overflow) drop()
    },

    open() {
      const before = info.lastEventId === '' ? Promise.resolve() : replay().catch(replayFailed)
      void before.then(pump)
    },
  }
}

/** The promise's outcome, or a rejection after `ms`: a log that hangs must not hold up the live events. */
function withTimeout<T>(work: Promise<T>, ms: number, environment: Environment): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = environment.after(ms, () => reject(new Error(`The log did not answer within ${ms} ms.`)))
    work.then(resolve, reject).finally(cancel)
  })
}
