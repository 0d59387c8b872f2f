import type { Readable } from 'node:stream'
import type { Failure } from '../../../shared/model/failure.ts'
import type { Clock } from '../clock.ts'
import type { ByteBudget } from './byteBudget.ts'
import { createMarkStripper } from './byteOrderMark.ts'
import { type ChunkReader, openClient } from './client.ts'
import { frameTooLarge, overBudget, unreadable } from './failures.ts'
import type { Mark } from './marks.ts'
import { createScanner } from './scanner.ts'
import type { ConnectionSink } from './types.ts'

/** What of the contract a feed tells; `ended` and `failed` are its owner's. */
type StreamSink = Pick<ConnectionSink, 'received' | 'event' | 'comment' | 'block' | 'retry' | 'consumed'>

export interface FeedOptions {
  /** The decoded body. Its `end` is a clean end. */
  readonly source: Readable
  readonly sink: StreamSink
  readonly clock: Clock
  readonly maxFrame: number
  readonly budget: ByteBudget
  /** The id that the stream starts with: the one it was resumed from. */
  readonly lastEventId: string | null
  /** Everything was told: null for a clean end. */
  finished(failure: Failure | null): void
}

export interface Feed {
  /** Tells what came so far, then finishes with this failure. */
  fail(failure: Failure): void
  setMaxFrame(bytes: number): void
  close(): void
}

/** Bytes that may wait for the client before the socket is paused. */
const highWater = 65_536
/**
 * Fed ahead of the stream: a comment, so that neither the decoder nor the parser of the client takes a byte
 * order mark for its own. The stripper took the one that the standard allows.
 */
const opening = new Uint8Array([0x3a, 0x0a])
const done = { done: true } as const

/**
 * Hands the body to the client chunk by chunk and tells everything in the order of the stream: what the
 * scanner found waits in `marks` until the client dispatched the event before it, the rest of a chunk until
 * the client asks for the next one.
 */
export function openFeed(options: FeedOptions): Feed {
  const { source, sink, clock, budget } = options
  let { maxFrame } = options
  const scanner = createScanner(maxFrame)
  const stripMark = createMarkStripper()
  let lastEventId = options.lastEventId
  let waiting: ((chunk: Awaited<ReturnType<ChunkReader['read']>>) => void) | null = null
  let pending: Buffer[] = []
  let pendingBytes = 0
  let pendingAt = 0
  let told = 0
  let openAt: number | null = null
  let counted = 0
  let opened = false
  let outcome: { readonly failure: Failure | null } | null = null
  let over = false

  const client = openClient({ read, cancel: async () => close() }, { message, broken })
  source.on('data', arrived)
  source.on('end', () => conclude({ failure: null }))

  function arrived(chunk: Buffer): void {
    if (over || outcome) return
    if (waiting && pendingBytes === 0) {
      deliver(chunk, clock.now())
      return
    }
    if (pendingBytes === 0) pendingAt = clock.now()
    pending.push(chunk)
    pendingBytes += chunk.length
    if (pendingBytes > highWater) source.pause()
    if (!balance()) conclude({ failure: overBudget() })
  }

  function read(): ReturnType<ChunkReader['read']> {
    if (!opened) {
      opened = true
      return Promise.resolve({ done: false, value: opening })
    }
    settle()
    if (over) return Promise.resolve(done)
    return new Promise((resolve) => {
      waiting = resolve
      next()
    })
  }

  /** The client parsed what it was given: the rest of that chunk can be told. */
  function settle(): void {
    if (openAt === null || over) return
    const at = openAt
    while (told < scanner.marks.length) {
      const mark = scanner.marks[told++]
      if (mark) tell(mark, at)
      if (over) return
    }
    scanner.marks.length = 0
    told = 0
    openAt = null
    sink.consumed(at, lastEventId)
    const overflow = scanner.overflow()
    if (overflow && !over) finish(frameTooLarge(overflow.what, maxFrame))
  }

  /** Gives the waiting client what came meanwhile, or the end. */
  function next(): void {
    if (pendingBytes > 0) {
      const chunk = pending.length === 1 && pending[0] ? pending[0] : Buffer.concat(pending)
      pending = []
      pendingBytes = 0
      if (source.isPaused() && !outcome) source.resume()
      deliver(chunk, pendingAt)
    } else if (outcome) finish(outcome.failure)
  }

  function deliver(chunk: Buffer, at: number): void {
    const text = stripMark(chunk)
    const signs = scanner.scan(text)
    openAt = at
    const inBudget = balance()
    sink.received(at, chunk.length, signs)
    if (over) return
    if (!inBudget) conclude({ failure: overBudget() })
    const safe = scanner.overflow()?.safe ?? text.length
    const resolve = waiting
    waiting = null
    resolve?.({ done: false, value: safe === text.length ? text : text.subarray(0, safe) })
  }

  function message(event: MessageEvent): void {
    if (over || openAt === null) return
    for (;;) {
      const mark = scanner.marks[told++]
      if (!mark) throw new Error('The client dispatched an event that the scanner did not see.')
      if (mark.kind === 'event') {
        tellEvent(event, mark, openAt)
        return
      }
      tell(mark, openAt)
      if (over) return
    }
  }

  function tellEvent(event: MessageEvent, mark: Mark & { kind: 'event' }, at: number): void {
    const ownId = mark.hasId ? event.lastEventId : null
    if (ownId !== null) lastEventId = ownId
    sink.event(at, {
      type: event.type,
      data: event.data,
      lastEventId: lastEventId ?? '',
      ownId,
      bytes: mark.bytes,
    })
  }

  function tell(mark: Mark, at: number): void {
    switch (mark.kind) {
      case 'comment':
        sink.comment(at, mark.text)
        return
      case 'retry':
        sink.retry(mark.ms)
        return
      case 'block':
        if (mark.ownId !== null) lastEventId = mark.ownId
        sink.block(at, { type: mark.type, ownId: mark.ownId })
        return
      case 'event':
        throw new Error('The scanner saw an event that the client did not dispatch.')
    }
  }

  /** Keeps the shared ledger at what this connection holds. False when all together hold too much. */
  function balance(): boolean {
    const held = scanner.held() + pendingBytes
    const change = held - counted
    counted = held
    return change === 0 || budget.take(change)
  }

  /** The body is over; what came before is told first. */
  function conclude(how: NonNullable<typeof outcome>): void {
    if (over || outcome) return
    outcome = how
    if (waiting && pendingBytes === 0) finish(how.failure)
  }

  function finish(failure: Failure | null): void {
    if (over) return
    close()
    options.finished(failure)
  }

  function broken(reason: string): void {
    if (!over) finish(unreadable(reason))
  }

  /** The client first: an instance whose body ends while it is open arms its reconnection, and stays in memory. */
  function close(): void {
    if (over) return
    over = true
    client.close()
    source.destroy()
    budget.take(-counted)
    counted = 0
    pending = []
    pendingBytes = 0
    waiting?.(done)
    waiting = null
  }

  return {
    fail: (failure) => conclude({ failure }),
    setMaxFrame(bytes) {
      maxFrame = bytes
      scanner.setLimit(bytes)
    },
    close,
  }
}
