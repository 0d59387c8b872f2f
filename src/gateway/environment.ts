import { randomUUID } from 'node:crypto'

export type Cancel = () => void

/** What the gateway takes from the machine; tests may pass their own. Times are epoch milliseconds. */
export interface Environment {
  now(): number
  uuid(): string
  /** Calls `fn` once after `ms` milliseconds, unless cancelled. */
  after(ms: number, fn: () => void): Cancel
  /** Calls `fn` every `ms` milliseconds until cancelled. */
  every(ms: number, fn: () => void): Cancel
}

export const systemEnvironment: Environment = {
  now: () => Date.now(),
  uuid: () => randomUUID(),
  after: (ms, fn) => {
    const timer = setTimeout(fn, ms)
    return () => clearTimeout(timer)
  },
  every: (ms, fn) => {
    const timer = setInterval(fn, ms)
    return () => clearInterval(timer)
  },
}
