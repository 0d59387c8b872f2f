import type { Trouble } from '../../shared/screens.ts'
import type { Clock } from '../monitor/clock.ts'
import { createBacklog, type Lost } from './backlog.ts'
import { slowDisk } from './thread.ts'
import type { Batch } from './types.ts'

/** Batches on their way to the disk: one at a time, and kept until it took them. */
export interface Writing {
  write(batch: Batch): void
  /** Done when everything is written, or the disk refuses. */
  settled(): Promise<void>
  /** Tries at once what was refused. */
  retry(): Promise<void>
  /** Everything that was taken is on the disk. */
  isDone(): boolean
  /** Nothing is tried again. */
  close(): void
}

export interface WritingPorts {
  /** Resolves with why it was refused, or with null. */
  readonly send: (batch: Batch) => Promise<Trouble | null>
  readonly clock: Pick<Clock, 'after'>
  /** Bytes that may wait. */
  readonly bound: number
  /** The disk refuses, or (null) takes everything again. `lost`: what had to give way meanwhile, epoch ms. */
  readonly onTrouble: (trouble: Trouble | null, lost: Lost | null) => void
}

const retryAfterMs = 5000
/** A batch is written in some milliseconds; a disk that takes so much longer is one that a person should look at. */
const slowAfterMs = 10_000
/** A batch that no disk takes must not hold up those behind it. */
const mostTries = 3

export function createWriting({ send, clock, bound, onTrouble }: WritingPorts): Writing {
  const backlog = createBacklog(bound)
  let underWay: Promise<void> | null = null
  let trouble: Trouble | null = null
  let tries = 0
  let lost: Lost | null = null
  let cancelRetry = (): void => undefined

  function pump(): Promise<void> {
    underWay ??= drain().finally(() => {
      underWay = null
    })
    return underWay
  }

  async function drain(): Promise<void> {
    for (let batch = backlog.next(); batch !== null; batch = backlog.next()) {
      const cancel = clock.after(slowAfterMs, () => tell(slowDisk))
      const refusal = await send(batch)
      cancel()
      if (refusal !== null && !isHopeless(refusal)) return refused(refusal)
      if (refusal !== null) backlog.giveUp()
      else backlog.written()
      tries = 0
    }
    if (trouble !== null) tell(null)
  }

  /** Nothing about the disk is wrong, and yet it refuses. */
  function isHopeless({ code }: Trouble): boolean {
    if (code === 'history-failed') tries += 1
    return tries >= mostTries
  }

  function refused(refusal: Trouble): void {
    backlog.refused()
    tell(refusal)
    cancelRetry()
    cancelRetry = clock.after(retryAfterMs, () => void pump())
  }

  function tell(next: Trouble | null): void {
    const nowLost = backlog.lost()
    const isNews = next?.message !== trouble?.message || nowLost !== lost
    trouble = next
    lost = nowLost
    if (isNews) onTrouble(next, lost)
  }

  return {
    write(batch) {
      backlog.add(batch)
      if (trouble === null) void pump()
    },
    async settled() {
      if (trouble === null) await pump()
    },
    retry: pump,
    isDone: () => backlog.isEmpty,
    close: () => cancelRetry(),
  }
}
