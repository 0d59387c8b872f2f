import type { ProbeView } from '../../shared/probe.ts'

/** What a check's sentence is made of. */
export type ProbeFacts = Pick<
  ProbeView,
  'state' | 'failure' | 'status' | 'httpVersion' | 'timing' | 'counts'
> & {
  /** Host and port. */
  readonly host: string
  /** Since the response headers; null before. */
  readonly openMs: number | null
  /** How the stream came to its end, where the server said so. */
  readonly ending: string | null
}

/** "Connected: 200, HTTP/1.1, first byte after 31 ms. 6 events in 12 s, 2 heartbeats." */
export function probeSentence(facts: ProbeFacts): string {
  const { state, failure, openMs, ending, host } = facts
  const trouble = failure?.message ?? ''
  if (openMs === null) {
    if (failure !== null) return trouble
    if (ending !== null) return ending
    return state === 'connecting' ? `Connecting to ${host}.` : `Ended before ${host} answered.`
  }
  return [`Connected: ${answer(facts)}.`, received(facts.counts, openMs), ending ?? trouble]
    .filter((part) => part !== '')
    .join(' ')
}

function answer({ status, httpVersion, timing }: ProbeFacts): string {
  return [
    status === null ? null : String(status),
    httpVersion === null ? null : `HTTP/${httpVersion}`,
    timing.firstByte === null ? null : `first byte after ${Math.round(timing.firstByte)} ms`,
  ]
    .filter((part) => part !== null)
    .join(', ')
}

function received({ events, comments, heartbeats }: ProbeView['counts'], openMs: number): string {
  const within = `in ${Math.max(1, Math.round(openMs / 1000))} s`
  if (events + comments + heartbeats === 0) return `Nothing came ${within}.`
  const came = [counted(events, 'event'), ...(comments > 0 ? [counted(comments, 'comment')] : [])].join(
    ' and ',
  )
  const beats =
    heartbeats === 0 ? 'no heartbeat among them' : `${counted(heartbeats, 'heartbeat')} among them`
  return `${came} ${within}, ${beats}.`
}

function counted(count: number, what: string): string {
  return `${count === 0 ? 'No' : count} ${what}${count === 1 ? '' : 's'}`
}
