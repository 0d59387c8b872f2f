import { assertNever } from '../../shared/assert.ts'
import type { Event } from '../../shared/model/event.ts'
import { failureOf } from '../../shared/model/failure.ts'
import type { State } from '../../shared/model/state.ts'
import type { Health } from '../../shared/view.ts'

const healthWords: Readonly<Record<Health, string>> = {
  fresh: 'Heartbeats come again.',
  late: 'A heartbeat is late.',
  deaf: 'The expected events do not come.',
  unproven: 'Neither an interval nor a threshold is known.',
}

/**
 * One sentence on why the phase or the health changed; null where neither did, or where the change is gone at
 * once (asking the connecting limits).
 */
export function transitionReason(before: State, event: Event, after: State): string | null {
  if (after.phase === 'waiting' && after.slot === 'asked') return null
  if (before.phase === after.phase) {
    const changed = before.phase === 'live' && after.phase === 'live' && before.health !== after.health
    return changed ? healthWords[after.health] : null
  }
  return sentence(event, after)
}

function sentence(event: Event, after: State): string {
  switch (event.type) {
    case 'failure':
    case 'unready':
      return event.failure.message
    case 'due':
      return after.memory.failure?.message ?? 'Its time came.'
    case 'ended':
      return after.memory.failure === null ? 'A rotation on schedule.' : failureOf('end-of-stream').message
    case 'completed':
      return event.rotation
        ? 'The server announced a rotation.'
        : 'The server said that the stream is complete.'
    case 'no-content':
      return 'The server answered 204: it wants no further connection.'
    case 'granted':
      return 'A request was sent.'
    case 'opened':
      return 'The stream is open.'
    case 'held':
      return 'Held back by the connecting limits.'
    case 'start':
    case 'stop':
    case 'retry':
      return 'By hand.'
    case 'neighbour':
      return 'Another endpoint of the host came back.'
    case 'reached':
    case 'online':
      return 'The network is back.'
    case 'asleep':
      return 'The computer goes to sleep.'
    case 'wake':
      return 'The computer woke up.'
    case 'offline':
      return 'The system says that it is offline.'
    case 'local-fault':
      return "This machine's network is at fault."
    case 'local-fault-over':
      return "This machine's network is back."
    case 'reconfigured':
      return 'The configuration changed.'
    case 'sign':
    case 'health':
    case 'hint':
    case 'replay-lost':
      return 'A sign of life.'
    default:
      return assertNever(event)
  }
}
