import type { intervalMismatch } from './interval.ts'

/** Names what is odd about an endpoint's heartbeats. */
export interface Remarks {
  /** Called for every heartbeat; tells of what is odd each time it begins. */
  beat(at: number, isBuffering: boolean, mismatch: ReturnType<typeof intervalMismatch>): void
  /** One sentence on each thing that is odd now. */
  current(): readonly string[]
}

const buffering = 'Heartbeats arrive in bursts after gaps: a proxy is buffering the stream.'
const nothing: readonly string[] = []

export function createRemarks(tell: (at: number, sentence: string) => void): Remarks {
  let wasBuffering = false
  let mismatched: ReturnType<typeof intervalMismatch> = null

  return {
    beat(at, isBuffering, mismatch) {
      if (isBuffering && !wasBuffering) tell(at, buffering)
      if (mismatch !== null && mismatched === null) tell(at, another(mismatch))
      wasBuffering = isBuffering
      mismatched = mismatch
    },
    current() {
      if (!wasBuffering && mismatched === null) return nothing
      return [...(wasBuffering ? [buffering] : []), ...(mismatched === null ? [] : [another(mismatched)])]
    },
  }
}

function another({ told, observed }: NonNullable<ReturnType<typeof intervalMismatch>>): string {
  return `Heartbeats come every ${seconds(observed)}, not every ${seconds(told)} as was said.`
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`
}
