import type { intervalMismatch } from './interval.ts'

/** Names what is odd about an endpoint's heartbeats, each time it begins. Called for every heartbeat. */
export type Remarks = (
  at: number,
  isBuffering: boolean,
  mismatch: ReturnType<typeof intervalMismatch>,
) => void

export function createRemarks(tell: (at: number, sentence: string) => void): Remarks {
  let wasBuffering = false
  let wasMismatch = false

  return (at, isBuffering, mismatch) => {
    if (isBuffering && !wasBuffering) {
      tell(at, 'Heartbeats arrive in bursts after gaps: a proxy is buffering the stream.')
    }
    if (mismatch !== null && !wasMismatch) {
      const { told, observed } = mismatch
      tell(at, `Heartbeats come every ${seconds(observed)}, not every ${seconds(told)} as was said.`)
    }
    wasBuffering = isBuffering
    wasMismatch = mismatch !== null
  }
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`
}
