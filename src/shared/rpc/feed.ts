import type { Patch, Snapshot, StreamName } from '../contract.ts'

/** Where a stream's values come from. */
export interface StreamSource<S extends StreamName> {
  snapshot(): Snapshot<S>
  /** The returned function unsubscribes. */
  onPatch(listener: (patch: Patch<S>) => void): () => void
  /** One patch with the effect of both. */
  merge(earlier: Patch<S>, later: Patch<S>): Patch<S>
}

/** What a feed needs of the connection it feeds. */
export interface Lane {
  snapshot(seq: number, value: unknown): void
  patch(seq: number, value: unknown): void
  congested(): boolean
  hidden(): boolean
  /** Runs `task` once after `ms`; the returned function cancels it. */
  after(ms: number, task: () => void): () => void
}

export interface Feed {
  /** Sends at once what was held back for a hidden window. */
  flush(): void
  close(): void
}

/** A hidden window gets one patch a second (2-architecture.md). */
export const hiddenPaceMs = 1000
/** How often a peer that does not keep up is looked at again. */
export const congestedPaceMs = 250

/**
 * Feeds one subscription: a snapshot, then patches. A peer that does not keep up gets no queue: its patches are
 * dropped, and a fresh snapshot follows when it has caught up.
 */
export function createFeed<S extends StreamName>(source: StreamSource<S>, lane: Lane): Feed {
  let seq = 0
  let pending: { readonly patch: Patch<S> } | null = null
  let stale = true
  let cancelWait: (() => void) | null = null

  function wait(ms: number): void {
    cancelWait = lane.after(ms, () => {
      cancelWait = null
      pump()
    })
  }

  function pump(): void {
    if (cancelWait || !(stale || pending)) return
    if (lane.congested()) {
      stale = true
      pending = null
      wait(congestedPaceMs)
      return
    }
    seq += 1
    if (stale) lane.snapshot(seq, source.snapshot())
    else if (pending) lane.patch(seq, pending.patch)
    stale = false
    pending = null
    if (lane.hidden()) wait(hiddenPaceMs)
  }

  const unsubscribe = source.onPatch((patch) => {
    // The snapshot to come has it already.
    if (stale) return
    pending = { patch: pending ? source.merge(pending.patch, patch) : patch }
    pump()
  })
  pump()

  return {
    flush() {
      cancelWait?.()
      cancelWait = null
      pump()
    },
    close() {
      unsubscribe()
      cancelWait?.()
    },
  }
}
