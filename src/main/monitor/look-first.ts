import type { ConnectionSink } from './connection/types.ts'

/**
 * Hands on what a connection tells, once it was looked whether time went by in which this process did not run: after a
 * sleep, sockets may be read before any timer fires. What that look ends is heard no more.
 */
export function lookFirst(sink: ConnectionSink, look: () => void, isOver: () => boolean): ConnectionSink {
  function heed(tell: () => void): void {
    look()
    if (!isOver()) tell()
  }
  return {
    ...sink,
    opened: (facts) => heed(() => sink.opened(facts)),
    received(at, bytes, signs) {
      look()
      if (!isOver()) sink.received(at, bytes, signs)
    },
    failed: (failure, facts, retryAfter) => heed(() => sink.failed(failure, facts, retryAfter)),
    ended: () => heed(() => sink.ended()),
    noContent: (facts) => heed(() => sink.noContent(facts)),
  }
}
