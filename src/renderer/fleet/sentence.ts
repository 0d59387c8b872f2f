import { assertNever } from '../../shared/assert.ts'
import type { WatchedView } from '../../shared/screens.ts'
import type { ChosenBy } from '../../shared/view.ts'
import { calmSpan, countdown, since, span } from './time.ts'

/** What is happening: a lead that is read first, and the rest of it. Plain text. */
export interface Sentence {
  readonly lead: string
  readonly rest: string
}

/**
 * Says in plain words what an endpoint does now, why, and what to do about it. `now` in epoch ms; `awaySince` in ISO
 * 8601: since when this machine sees nothing, null where it does.
 */
export function sentence(view: WatchedView, now: number, awaySince: string | null = null): Sentence {
  switch (view.phase) {
    case 'failed':
      return failed(view, now)
    case 'waiting':
      return waiting(view, now)
    case 'connecting':
      return connecting(view, now)
    case 'live':
      return live(view, now)
    case 'stopped':
      return stopped(view, now)
    case 'unwatched':
      return unwatched(view, now, awaySince)
    default:
      return assertNever(view.phase)
  }
}

function unwatched(view: WatchedView, now: number, awaySince: string | null): Sentence {
  const { awayCause } = view
  // One that was tried meanwhile to look for the network is unwatched anew since then.
  const own = since(view.since, now)
  const lasted = calmSpan(awaySince === null ? own : Math.max(own, since(awaySince, now)))
  const counts = 'This time counts neither as up nor as down.'
  switch (awayCause) {
    case 'sleep':
      return { lead: `This machine sleeps: nobody was looking for ${lasted}.`, rest: counts }
    case 'offline':
      return {
        lead: `This machine is offline: nobody was looking for ${lasted}.`,
        rest: join(counts, 'It is tried as soon as there is a network.'),
      }
    case 'local':
      return {
        lead: `This machine's network is at fault: nobody was looking for ${lasted}.`,
        rest: join(counts, 'It fell silent together with streams of other hosts.'),
      }
    case null:
      return { lead: `Nobody was looking for ${lasted}.`, rest: counts }
    default:
      return assertNever(awayCause)
  }
}

function stopped(view: WatchedView, now: number): Sentence {
  const stoppedFor = calmSpan(since(view.since, now))
  const rest = 'Nothing is tried until it is started.'
  switch (view.stoppedBy) {
    case 'server':
      return { lead: 'The server said it is done.', rest: `Stopped for ${stoppedFor}. ${rest}` }
    case 'user':
      return { lead: `Stopped by you for ${stoppedFor}.`, rest }
    case null:
      return { lead: `Stopped for ${stoppedFor}.`, rest }
    default:
      return assertNever(view.stoppedBy)
  }
}

function failed(view: WatchedView, now: number): Sentence {
  const failure = view.failure
  const down = downFor(view, now)
  if (failure === null) return { lead: `Stopped after ${tries(view.attempt)}.`, rest: down }
  if (failure.terminal) return { lead: failure.message, rest: join(down, failure.hint, polled(view)) }
  return {
    lead: `Stopped after ${tries(view.attempt)}.`,
    rest: join(failure.message, down, failure.hint, polled(view)),
  }
}

/** [1-model] An outage begins with the last sign of life before the trouble, not with its detection. */
function downFor(view: WatchedView, now: number): string {
  return view.lastSignAt === null
    ? `Never live yet; failed for ${span(since(view.downSince ?? view.since, now))}.`
    : `Down for ${span(since(view.downSince ?? view.lastSignAt, now))}.`
}

const tries = (count: number) => (count === 1 ? '1 attempt' : `${count} attempts`)

function waiting(view: WatchedView, now: number): Sentence {
  const left = view.retryAt === null ? null : countdown(view.retryAt, now)
  const next = left === null ? 'now' : `in ${left}`
  const why = view.failure?.message ?? ''
  switch (view.chosenBy) {
    case 'rotation':
      return {
        lead: `Rotation: reconnects ${next}.`,
        rest: 'The close was announced or on schedule; it is no failure.',
      }
    case 'grace':
      return {
        lead: `Tries again ${next}.`,
        rest: join(countsNothing, why),
      }
    case 'queue':
      return {
        lead: 'Waits for its turn.',
        rest: join('Only a few connect at the same time, fewer still to one host.', why),
      }
    case 'backoff':
    case 'retry-hint':
    case 'retry-after':
    case null:
      return {
        lead: `Attempt ${view.attempt} of ${view.maxAttempts}, next ${next}.`,
        rest: join(chooserWords(view.chosenBy), why, flaps(view), polled(view)),
      }
    default:
      return assertNever(view.chosenBy)
  }
}

function chooserWords(chosenBy: ChosenBy | null): string {
  if (chosenBy === 'retry-after') return 'Delay set by Retry-After.'
  return chosenBy === 'retry-hint' ? "Delay set by the server's retry field." : ''
}

const countsNothing = 'After a wake or a returned network, tries count nothing.'

function connecting(view: WatchedView, now: number): Sentence {
  const taken = since(view.since, now)
  return {
    lead: `Attempt ${view.attempt} of ${view.maxAttempts}${taken < 1000 ? '.' : `, for ${span(taken)}.`}`,
    rest: join(
      view.chosenBy === 'grace' ? countsNothing : '',
      view.failure?.message ?? '',
      view.lastEventId === null ? '' : `Last id ${view.lastEventId}.`,
      flaps(view),
      polled(view),
    ),
  }
}

function live(view: WatchedView, now: number): Sentence {
  const liveFor = `Live for ${calmSpan(since(view.since, now))}.`
  switch (view.health) {
    case 'late':
      return late(view, now)
    case 'deaf':
      return { lead: 'Heartbeats come, the expected events do not.', rest: lastEvent(view, now) }
    case 'unproven':
      return {
        lead: liveFor,
        rest: join(
          'No heartbeat interval is known, so that silence proves nothing.',
          rotates(view),
          replay(view),
          remarks(view),
        ),
      }
    case 'fresh':
    case null:
      return { lead: liveFor, rest: join(rotates(view), replay(view), remarks(view)) }
    default:
      return assertNever(view.health)
  }
}

/** Where heartbeats are events themselves, the last event is one of them, and its age says nothing. */
function lastEvent({ lastEventAt, lastSignAt }: WatchedView, now: number): string {
  if (lastEventAt === null) return 'No event came yet.'
  const told = lastSignAt !== null && Date.parse(lastSignAt) - Date.parse(lastEventAt) > 2000
  return told ? `Last event ${span(since(lastEventAt, now))} ago.` : ''
}

/** Other lines may come while the heartbeat does not: then the age of the last sign of life says nothing of it. */
function late(view: WatchedView, now: number): Sentence {
  const quiet = view.lastSignAt === null ? 0 : since(view.lastSignAt, now)
  const due = view.intervalMs === null ? '.' : `; one is due every ${span(view.intervalMs)}.`
  return quiet < 2000
    ? { lead: `No heartbeat in time${due}`, rest: join('Other signs of life come.', remarks(view)) }
    : { lead: `No heartbeat for ${span(quiet)}${due}`, rest: remarks(view) }
}

const rotates = ({ rotationEveryMs }: WatchedView) =>
  rotationEveryMs === null ? '' : `Rotates every ${span(rotationEveryMs)}.`

const remarks = (view: WatchedView) => join(flaps(view), ...view.remarks)

function replay(view: WatchedView): string {
  const evidence = view.replayEvidence
  const { complete, truncated, failed, snapshot, unknown, last } = view.replay
  const all = complete + truncated + failed + snapshot + unknown
  switch (last) {
    case null:
      return ''
    case 'pending':
      return 'The replay is being graded.'
    case 'complete':
      return `Replay complete, ${complete} of ${all}.`
    case 'truncated':
      return `Last replay truncated: ${ended(evidence ?? 'events are missing')}`
    case 'failed':
      return `Last replay failed: ${ended(evidence ?? 'events are missing')}`
    case 'snapshot':
      return 'The full state comes with each connection.'
    case 'unknown':
      return `Replay unknown: ${ended(evidence ?? 'the server does not say')}`
    default:
      return assertNever(last)
  }
}

/** Some evidence is a sentence of its own already. */
const ended = (text: string) => (text.endsWith('.') ? text : `${text}.`)

const flaps = (view: WatchedView) => (view.flapping ? 'Flapping.' : '')

function polled(view: WatchedView): string {
  if (view.degraded === null) return ''
  const { status } = view.degraded
  return `Polled meanwhile${status === null ? ', without an answer' : `: ${status}`}.`
}

const join = (...parts: readonly string[]) => parts.filter((part) => part !== '').join(' ')
