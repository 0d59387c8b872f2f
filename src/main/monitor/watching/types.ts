import type { Failure } from '../../../shared/model/failure.ts'
import type { Cause } from '../../../shared/model/state.ts'
import type { Health, PhaseName } from '../../../shared/view.ts'

/** What concerns this machine, and so all of its endpoints, or those that its network reaches. */
export type Circumstance =
  | { readonly type: 'asleep' }
  /** `lost`: milliseconds until now in which the monitor did not run. */
  | { readonly type: 'wake'; readonly lost: number }
  | { readonly type: 'offline' }
  | { readonly type: 'online' }
  /** `from`: `Clock.now()` since when the network of this machine is at fault. */
  | { readonly type: 'local-fault'; readonly from: number }
  | { readonly type: 'local-fault-over' }

/** One endpoint, as far as the judgement on the machine asks. Times are `Clock.now()`. */
export interface Pulse {
  readonly id: string
  readonly name: string
  readonly phase: PhaseName
  readonly health: Health | null
  /** Why nobody sees it; null where somebody does. A try meanwhile does not change it. */
  readonly away: Cause | null
  /** The host, and for loopback its `network` label too; null for loopback without one: no network lies between. */
  readonly site: string | null
  /** The newest line, or the opening of the stream that is live. */
  readonly lastSignAt: number | null
  /** Begin of the outage under way; null while there is none. */
  readonly outageSince: number | null
  /** Milliseconds between two heartbeats, as far as known. */
  readonly intervalMs: number | null
  readonly failure: Failure | null
}

/** An endpoint went from one phase to another. */
export interface Turn {
  readonly id: string
  readonly at: number
  readonly from: PhaseName
  readonly to: PhaseName
  /** By which its connection failed; null where it did not, or by a deadline of ours. */
  readonly failure: Failure | null
}
