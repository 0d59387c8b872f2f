import type { FailureKind } from '../../shared/model/failure.ts'
import type { PhaseName, Verdict } from '../../shared/view.ts'
import type { Condition, Mark } from '../monitor/series/history.ts'

/**
 * The number of everything that is counted, as it stands in the file: a new one gets the next free number, and none
 * is ever given again.
 */
const numbers = {
  attempts: {
    live: 0,
    refused: 1,
    reset: 2,
    dns: 3,
    unreachable: 4,
    'connect-timeout': 5,
    silence: 6,
    'end-of-stream': 7,
    'frame-too-large': 8,
    'http-status': 9,
    credentials: 10,
    'content-type': 11,
    certificate: 12,
    redirects: 13,
    'told-error': 14,
  } satisfies Record<'live' | FailureKind, number>,
  replay: { complete: 15, truncated: 16, failed: 17, snapshot: 18, unknown: 19 } satisfies Record<
    Verdict,
    number
  >,
  phaseMs: {
    stopped: 20,
    connecting: 21,
    live: 22,
    waiting: 23,
    failed: 24,
    unwatched: 25,
  } satisfies Record<PhaseName, number>,
  conditionMs: { late: 26, deaf: 27, unproven: 28, trouble: 29, silent: 30, slow: 37 } satisfies Record<
    Condition,
    number
  >,
  marks: { rotations: 31, duplicates: 32, heartbeats: 33, retries: 34 } satisfies Record<Mark, number>,
  totals: { events: 35, bytes: 36 },
}

export type Group = Exclude<keyof typeof numbers, 'totals'>
export const groups = ['attempts', 'replay', 'phaseMs', 'conditionMs', 'marks'] as const satisfies Group[]

export const { events: eventsColumn, bytes: bytesColumn } = numbers.totals

const byGroup: Readonly<Record<Group, ReadonlyMap<string, number>>> = {
  attempts: new Map(Object.entries(numbers.attempts)),
  replay: new Map(Object.entries(numbers.replay)),
  phaseMs: new Map(Object.entries(numbers.phaseMs)),
  conditionMs: new Map(Object.entries(numbers.conditionMs)),
  marks: new Map(Object.entries(numbers.marks)),
}

export const columnCount = 38

/** Every column but the totals. */
export const namedColumns = groups.flatMap((group) =>
  [...byGroup[group]].map(([name, column]) => ({ group, name, column })),
)

/** The names of a group with their numbers. */
export function columnsOf(group: Group): ReadonlyMap<string, number> {
  return byGroup[group]
}

export function phaseColumn(phase: PhaseName): number {
  return numbers.phaseMs[phase]
}
