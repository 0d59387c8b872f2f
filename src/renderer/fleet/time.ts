import { span } from '../../shared/span.ts'

export { span }

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** As `span`, but without seconds from a minute on: for what goes on for long and needs no watching. */
export function calmSpan(ms: number): string {
  return ms < hour ? shortSpan(ms) : span(ms)
}

/** One unit, for a narrow column: `41 s`, `3 min`, `9 h`, `3 d`. */
export function shortSpan(ms: number): string {
  const at = Math.max(0, ms)
  if (at < minute) return `${Math.floor(at / second)} s`
  if (at < hour) return `${Math.floor(at / minute)} min`
  if (at < day) return `${Math.floor(at / hour)} h`
  return `${Math.floor(at / day)} d`
}

/**
 * What is left until `iso`, rounded up so that a countdown ends at 1 s and not at 0 s; null once it has passed.
 * A countdown of hours (Retry-After may ask for a day) needs no seconds.
 */
export function countdown(iso: string, now: number): string | null {
  const left = Date.parse(iso) - now
  return left > 0 ? span(Math.ceil(left / second) * second) : null
}

/** Milliseconds since `iso`; never negative, since two clocks of one machine can differ by a tick. */
export function since(iso: string, now: number): number {
  return Math.max(0, now - Date.parse(iso))
}

/** A latency: `8.4 ms`, `31 ms`, `1.2 s`. */
export function latency(ms: number): string {
  if (ms >= 10_000) return `${Math.round(ms / second)} s`
  if (ms >= 1000) return `${(ms / second).toFixed(1)} s`
  return ms < 9.95 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`
}
