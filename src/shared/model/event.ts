import type { Health } from '../view.ts'
import type { Failure } from './failure.ts'
import type { State } from './state.ts'

/**
 * What can happen to an endpoint. `at` is `Clock.now()`; `random` is in [0, 1); `connection` is the
 * generation token that the fact belongs to.
 */
export type Event =
  | { readonly type: 'start'; readonly at: number }
  | { readonly type: 'stop'; readonly at: number }
  | { readonly type: 'retry'; readonly at: number }
  /** The deadline of the phase has come. */
  | { readonly type: 'due'; readonly at: number; readonly random: number }
  /** The connecting limits let the endpoint dial, or hold it back. */
  | { readonly type: 'granted'; readonly at: number }
  | { readonly type: 'held'; readonly at: number }
  /** What the request needs (a file, a command, a variable) cannot be had: none is sent. */
  | { readonly type: 'unready'; readonly at: number; readonly random: number; readonly failure: Failure }
  | {
      readonly type: 'opened'
      readonly at: number
      readonly connection: number
      readonly health: Health
      /** Milliseconds that the server gives the connection; null where it did not say. */
      readonly duration: number | null
    }
  /** At least one line came; `lastEventId` is the newest committed one, null where no block carried any. */
  | {
      readonly type: 'sign'
      readonly at: number
      readonly connection: number
      readonly lastEventId: string | null
    }
  /** The watchdog's judgement changed. */
  | { readonly type: 'health'; readonly at: number; readonly connection: number; readonly health: Health }
  /** A `retry:` field. */
  | { readonly type: 'hint'; readonly at: number; readonly connection: number; readonly ms: number }
  /** The replay was truncated or failed: the Last-Event-ID cannot be trusted. */
  | { readonly type: 'replay-lost'; readonly at: number; readonly connection: number }
  | {
      readonly type: 'failure'
      readonly at: number
      readonly random: number
      readonly connection: number
      readonly failure: Failure
      /** The server's Retry-After in milliseconds. */
      readonly retryAfter: number | null
      /** The server refused the Last-Event-ID itself: forget it and try once more. */
      readonly badId: boolean
    }
  /** A clean end of the stream that nothing announced. */
  | { readonly type: 'ended'; readonly at: number; readonly random: number; readonly connection: number }
  /** A completion event; `rotation` where its reason is one. */
  | {
      readonly type: 'completed'
      readonly at: number
      readonly random: number
      readonly connection: number
      readonly rotation: boolean
    }
  /** 204: the server wants no further connection. */
  | { readonly type: 'no-content'; readonly at: number; readonly connection: number }
  /** Another endpoint of the same host came back. */
  | { readonly type: 'neighbour'; readonly at: number }
  /** Another endpoint with the same network label got through. */
  | { readonly type: 'reached'; readonly at: number }
  | { readonly type: 'asleep'; readonly at: number }
  /** `lost`: milliseconds until `at` in which the monitor did not run. */
  | { readonly type: 'wake'; readonly at: number; readonly lost: number }
  | { readonly type: 'offline'; readonly at: number }
  | { readonly type: 'online'; readonly at: number }
  /** This machine's network is at fault since `from`. */
  | { readonly type: 'local-fault'; readonly at: number; readonly from: number }
  | { readonly type: 'local-fault-over'; readonly at: number }
  /** Settings changed: `url` for the URL itself, `transport` for headers, TLS or proxy, `rules` for all else. */
  | {
      readonly type: 'reconfigured'
      readonly at: number
      readonly random: number
      readonly change: 'rules' | 'transport' | 'url'
    }

export type EventType = Event['type']
export type EventOf<T extends EventType> = Extract<Event, { type: T }>

/** What the runner must carry out, in order. */
export type Effect =
  /** Ask the connecting limits for a place; withdraw the question. */
  | { readonly type: 'ask' }
  | { readonly type: 'unask' }
  | { readonly type: 'open'; readonly connection: number; readonly resumeFrom: string | null }
  | { readonly type: 'close'; readonly connection: number }
  /** Fetch the full state again. */
  | { readonly type: 'rehydrate' }
  /** An outage began at `from` (the last sign of life), or is over. */
  | { readonly type: 'outage'; readonly from: number }
  | { readonly type: 'restored' }
  /** The time since `from` was not watched, whatever the phase seemed to be. */
  | { readonly type: 'unwatched'; readonly from: number }

export interface Step {
  readonly state: State
  readonly effects: readonly Effect[]
}
