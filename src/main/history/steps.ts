import { maxPoints } from '../../shared/limits.ts'
import type { Range } from '../monitor/series/history.ts'
import { type Tier, tiers } from './tiers.ts'

/** Epoch ms of the first step's begin; `stepMs` whole units of the tier that they are made of. */
export interface Steps {
  readonly begin: number
  readonly stepMs: number
  readonly count: number
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** Lengths that a person reads easily, each a whole number of units of a tier. */
const niceSteps = [
  ...[10 * second, 30 * second],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * minute),
  ...[1, 2, 3, 6, 12].map((hours) => hours * hour),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((days) => days * day),
]

/**
 * Steps that begin at multiples of their length and cover the range, at most as many as it asks for, none shorter
 * than `leastMs`. A single one is about as long as the range: it begins at an hour, minute or slot.
 */
export function stepsOf({ from, to, points }: Range, leastMs: number): Steps {
  if (!(to > from)) return { begin: from, stepMs: leastMs, count: 0 }
  const wanted = Math.min(maxPoints, Math.max(1, Math.floor(points)))
  if (wanted === 1) return single(from, to, leastMs)
  for (const stepMs of niceSteps) {
    const steps = aligned(from, to, stepMs)
    if (stepMs >= leastMs && steps.count <= wanted) return steps
  }
  return aligned(from, to, Math.ceil((to - from) / (wanted - 1) / day) * day)
}

function aligned(from: number, to: number, stepMs: number): Steps {
  const begin = Math.floor(from / stepMs) * stepMs
  return { begin, stepMs, count: Math.ceil((to - begin) / stepMs) }
}

function single(from: number, to: number, leastMs: number): Steps {
  const unit = [hour, minute, 10 * second].find((ms) => to - from >= 24 * ms) ?? leastMs
  const { begin, stepMs, count } = aligned(from, to, Math.max(unit, leastMs))
  return { begin, stepMs: stepMs * count, count: 1 }
}

/** The coarsest tier whose units make up the steps. */
export function tierFor(steps: Steps): Tier {
  const fits = ({ unitMs }: Tier): boolean => steps.stepMs % unitMs === 0 && steps.begin % unitMs === 0
  return tiers.findLast(fits) ?? tiers[0]
}
