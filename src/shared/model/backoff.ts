import type { Policy } from './policy.ts'
import type { Delay } from './state.ts'

/** `retry: 0` and values beyond a timer's range make known clients spin (1-model.md). */
const hintAtLeast = 250
const hintAtMost = 600_000
const retryAfterAtMost = 86_400_000

/** Holds a `retry:` field between 250 ms and 10 minutes. */
export function clampHint(ms: number): number {
  return Math.min(hintAtMost, Math.max(hintAtLeast, ms))
}

/**
 * The delay after attempt n failed: `min(cap, base * 2^(n-1))` with equal jitter; a `retry:` field replaces
 * the base and raises the cap to itself; Retry-After is a floor, plus up to 10 %, at most 24 hours.
 * `random` in [0, 1); all times in milliseconds.
 */
export function backoff(
  n: number,
  policy: Pick<Policy, 'base' | 'cap'>,
  hints: { readonly retryHint: number | null; readonly retryAfter: number | null },
  random: number,
): Delay {
  const base = hints.retryHint ?? policy.base
  const cap = Math.max(policy.cap, hints.retryHint ?? 0)
  const whole = Math.min(cap, base * 2 ** (n - 1))
  const ms = whole / 2 + (whole / 2) * random
  const floor =
    hints.retryAfter === null ? 0 : Math.min(retryAfterAtMost, hints.retryAfter * (1 + 0.1 * random))
  if (floor > ms) return { ms: floor, chosenBy: 'retry-after' }
  return { ms, chosenBy: hints.retryHint === null ? 'backoff' : 'retry-hint' }
}

/**
 * Whether a connection that lived `age` ms ended on a schedule of `planned` ms: within 5 % of it, or within a
 * second (a quarter, for the shortest).
 */
export function isOnSchedule(age: number, planned: number | null): boolean {
  if (planned === null) return false
  return Math.abs(age - planned) <= Math.max(planned * 0.05, Math.min(1_000, planned * 0.25))
}
