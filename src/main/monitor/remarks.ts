import type { intervalMismatch } from './interval.ts'

type Mismatch = ReturnType<typeof intervalMismatch>

/** Tells what is odd about an endpoint's heartbeats, once each time it begins. */
export interface Remarks {
  /** Called for every heartbeat. */
  beat(at: number, isBuffering: boolean, mismatch: Mismatch): void
  /** What is odd from now on is told anew. */
  forget(): void
}

const buffering = 'Heartbeats arrive in bursts after gaps: a proxy is buffering the stream.'
const nothing: readonly string[] = []

export function createRemarks(tell: (at: number, sentence: string) => void): Remarks {
  let wasBuffering = false
  let wasMismatched = false

  return {
    beat(at, isBuffering, mismatch) {
      if (isBuffering && !wasBuffering) tell(at, buffering)
      if (mismatch !== null && !wasMismatched) tell(at, another(mismatch))
      wasBuffering = isBuffering
      wasMismatched = mismatch !== null
    },
    forget() {
      wasBuffering = false
      wasMismatched = false
    },
  }
}

/** One sentence on each thing that is odd. */
export function remarksOn(isBuffering: boolean, mismatch: Mismatch): readonly string[] {
  if (!isBuffering && mismatch === null) return nothing
  return [...(isBuffering ? [buffering] : []), ...(mismatch === null ? [] : [another(mismatch)])]
}

function another({ told, observed }: NonNullable<Mismatch>): string {
  return `Heartbeats come every ${seconds(observed)}, not every ${seconds(told)} as was said.`
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`
}
