import type { CallError, CallResult } from '../contract.ts'

/** From the interface to the monitor. `id` is the sender's own, never used twice on a transport. */
export type Request =
  | { readonly type: 'call'; readonly id: number; readonly command: string; readonly input: unknown }
  | { readonly type: 'subscribe'; readonly id: number; readonly stream: string }
  | { readonly type: 'unsubscribe'; readonly id: number }
  /** Whether anybody can see the window; a hidden one gets one patch a second. */
  | { readonly type: 'visibility'; readonly hidden: boolean }

/**
 * Bytes (over Electron's pipe, characters) of a request; who sends more does not speak the protocol. The longest command
 * is an import: 4 M characters, up to four bytes each in JSON.
 */
export const longestRequest = 16 * 1024 * 1024

/** From the monitor to the interface. `seq` counts the messages of one subscription, without a gap. */
export type Reply =
  | { readonly type: 'result'; readonly id: number; readonly result: CallResult<unknown> }
  | { readonly type: 'snapshot'; readonly id: number; readonly seq: number; readonly value: unknown }
  | { readonly type: 'patch'; readonly id: number; readonly seq: number; readonly value: unknown }
  | { readonly type: 'refused'; readonly id: number; readonly error: CallError }

/** Carries values one way and the other, whole and in order. Values are plain data, as JSON has it. */
export interface Transport {
  /** Does nothing on a closed transport. */
  send(message: unknown): void
  /** One listener: a later one takes the place of the earlier. */
  onMessage(listener: (message: unknown) => void): void
  /** Called once; at once (in a microtask or sooner) where the transport is closed already. */
  onClose(listener: () => void): void
}

/** The monitor's end: it can also tell whether the other end keeps up. */
export interface ServerTransport extends Transport {
  /** True while more is waiting to be sent than should be. */
  congested(): boolean
  /** Ends a peer that does not speak the protocol. */
  close(): void
}
