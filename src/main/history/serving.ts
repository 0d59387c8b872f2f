import { assertNever } from '../../shared/assert.ts'
import type { Trouble } from '../../shared/screens.ts'
import { historyError } from './errors.ts'
import type { HistoryStore } from './types.ts'
import { type Asked, type FromThread, type Outcome, unpackBatch } from './wire.ts'

export interface ServingPorts {
  readonly store: HistoryStore
  /** `transfer`: handed over, not copied. */
  readonly post: (message: FromThread, transfer?: readonly ArrayBuffer[]) => void
  /** Epoch milliseconds. */
  readonly wall: () => number
  readonly after: (ms: number, task: () => void) => () => void
}

/** Between two looks for what can be tidied; and between two pieces of it, so that questions are answered meanwhile. */
const tidyEveryMs = 10_000
const betweenPiecesMs = 20

/** The thread's side of the history: answers one question after the other, and keeps the file tidy between them. */
export function serveHistory({ store, post, wall, after }: ServingPorts): (asked: Asked) => void {
  let cancelTidying = after(tidyEveryMs, tidy)

  function tidy(): void {
    const { done, trouble } = tidied()
    cancelTidying = after(done ? tidyEveryMs : betweenPiecesMs, tidy)
    if (done) post({ type: 'tidied', state: store.state(), trouble })
  }

  function tidied(): { readonly done: boolean; readonly trouble: Trouble | null } {
    try {
      return { done: !store.tidy(wall()), trouble: null }
    } catch (error) {
      return { done: true, trouble: troubleFrom(error) }
    }
  }

  function close(): null {
    cancelTidying()
    store.close()
    return null
  }

  function carryOut(asked: Asked): unknown {
    switch (asked.name) {
      case 'write':
        return store.write(unpackBatch(...asked.args))
      case 'recall':
        return store.recall(...asked.args)
      case 'chart':
        return store.chart(...asked.args)
      case 'transitions':
        return store.transitions(...asked.args)
      case 'incidents':
        return store.incidents(...asked.args)
      case 'incident':
        return store.incident(...asked.args)
      case 'setCap':
        return store.setCap(...asked.args)
      case 'close':
        return close()
      default:
        return assertNever(asked)
    }
  }

  function outcomeOf(asked: Asked): Outcome<unknown> {
    try {
      return { ok: true, value: carryOut(asked) ?? null }
    } catch (error) {
      return { ok: false, trouble: troubleFrom(error) }
    }
  }

  post({ type: 'opened', era: store.era(), until: store.until(), state: store.state() })
  return (asked) => {
    const { number, name } = asked
    const outcome = outcomeOf(asked)
    post({ type: 'answer', number, outcome }, name === 'recall' ? slotsOf(outcome) : [])
    if (name === 'setCap') post({ type: 'state', state: store.state() })
  }
}

function troubleFrom(error: unknown): Trouble {
  const { code, message, hint } = historyError(error, null)
  return { code, message, hint }
}

/** The hour of each endpoint, which is most of the answer. */
function slotsOf(outcome: Outcome<unknown>): readonly ArrayBuffer[] {
  if (!outcome.ok || !(outcome.value instanceof Map)) return []
  return [...outcome.value.values()].map(({ slots }) => slots.buffer)
}
