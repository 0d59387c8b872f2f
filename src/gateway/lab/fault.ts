import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Environment } from '../environment.ts'
import type { StreamInfo, StreamPlan } from '../plan.ts'
import type { FrameFilter, Stream } from '../stream.ts'
import { type ParamRules, type ParamValues, type RawParams, readParams } from './params.ts'

/** One request, before anything was answered. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly info: StreamInfo
  readonly environment: Environment
  /** Leaves the request without an answer until the client or the gateway ends it. */
  hold(): void
}

/** What a bend may do to the stream it is on; timers end with the bend. */
export interface BendControl {
  readonly stream: Stream
  readonly environment: Environment
  after(ms: number, fn: () => void): void
  every(ms: number, fn: () => void): void
}

/** A fault at work on one open stream. */
export interface Bend {
  readonly filter?: FrameFilter
  /** Called when the stream is open, or when the fault is switched on while it is. */
  start?(): void
  /** Called when the fault is lifted while the stream is open. */
  stop?(): void
}

/** A fault with its parameters, in up to three places: the answer, the plan of the stream, the open stream. */
export interface Fault {
  /** Resolves to true when it has answered, or decided never to. */
  answer?(exchange: Exchange): boolean | Promise<boolean>
  plan?(plan: StreamPlan): StreamPlan
  bend?(control: BendControl): Bend
}

export interface FaultKind {
  readonly about: string
  readonly params: ParamRules
  make(name: string, raw: RawParams): Fault
}

/** One row of the table of faults: what it does, its parameters, and how it does it. */
export function faultKind<const P extends ParamRules>(
  about: string,
  params: P,
  make: (values: ParamValues<P>) => Fault,
): FaultKind {
  return { about, params, make: (name, raw) => make(readParams(name, params, raw)) }
}
