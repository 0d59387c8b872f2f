import type { Range, Window } from './range.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** What is asked for, so that a window can be shown. */
export interface Plan extends Window {
  /** The most steps that the answer may have. */
  readonly points: number
  /** The step that this should bring; where less is on record, the answer's is longer. Milliseconds. */
  readonly stepMs: number
}

/** Steps for the width of a screen: with more of them each is too narrow to be seen. */
const stepsInSight = 400
/** The history's steps (its own `steps.ts`): each a length that is read easily. */
const steps = [
  ...[10, 30].map((seconds) => seconds * second),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * minute),
  ...[1, 2, 3, 6, 12].map((hours) => hours * hour),
]
const longestStep = 12 * hour

/** The step that a window of this length deserves, in ms. */
export function stepFor(ms: number): number {
  return steps.find((step) => ms / step <= stepsInSight - 1) ?? longestStep
}

/** Up to the present: at least the last hour, so that one can look back without a wait. */
export function presentPlan({ ms }: Range, now: number): Plan {
  const span = Math.max(hour, ms)
  return { from: now - span, to: now, points: stepsInSight, stepMs: stepFor(span) }
}

/** A window of the past with half of its width on either side, where that is within reach. */
export function pastPlan({ from, to }: Window, reach: Window): Plan {
  const margin = (to - from) / 2
  const stepMs = stepFor(to - from)
  const held = { from: Math.max(reach.from, from - margin), to: Math.min(reach.to, to + margin) }
  // Two more: neither end need be a multiple of the step.
  return { ...held, stepMs, points: Math.ceil((held.to - held.from) / stepMs) + 2 }
}

/** Whether what was asked for by this plan holds the window, in steps that are short enough for it. */
export function serves(plan: Plan, { from, to }: Window): boolean {
  const isThere = from >= plan.from - plan.stepMs && to <= plan.to + plan.stepMs
  return isThere && plan.stepMs <= stepFor(to - from)
}

/** How long after an answer the next one is worth a request: less than a tenth of a step changes nothing in sight. */
export function paceMs(stepMs: number): number {
  return Math.min(minute, Math.max(second, stepMs / 10))
}

/** What is over changes only where it is told afterwards. */
export const pastPaceMs = 30 * second
