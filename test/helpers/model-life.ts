import fc from 'fast-check'
import { failureOf, statusFailure } from '../../src/shared/model/failure.ts'
import { defaultPolicy, type Policy } from '../../src/shared/model/policy.ts'

/** What an endpoint meets on a calm day; `connects` and `fails` wait for the next request first. */
const calm = [
  ...[
    'connects',
    'connects',
    'connects',
    'fails',
    'fails',
    'fails',
    'fails',
    'fails',
    'lasts',
    'lasts',
    'lasts its time',
  ],
  ...['sign', 'hint', 'health', 'replay-lost', 'ended', 'rotation', 'completed', 'neighbour', 'retry'],
  ...['pass', 'pass', 'long', 'stall', 'due', 'start'],
] as const

/** And on a stormy one. */
const stormy = [
  ...calm,
  ...['stop', 'start', 'granted', 'held', 'reached', 'asleep', 'wake', 'early-wake', 'offline', 'online'],
  ...['local-fault', 'local-fault-over', 'transport', 'url', 'opened', 'failure', 'no-content'],
] as const

export interface Command {
  readonly what: (typeof stormy)[number]
  readonly ms: number
  readonly random: number
  /** Which of several (failures, healths), and whether the limits grant a place at once. */
  readonly pick: number
  /** The fact bears the token of an earlier connection. */
  readonly stale: boolean
}

export const faults = [
  { failure: failureOf('refused') },
  { failure: failureOf('silence') },
  { failure: failureOf('reset') },
  { failure: statusFailure(503), retryAfter: 90_000 },
  { failure: statusFailure(404) },
  { failure: statusFailure(404) },
  { failure: statusFailure(401) },
  { failure: failureOf('content-type') },
  { failure: failureOf('told-error', { terminal: true }) },
  { failure: statusFailure(400), badId: true },
] as const

export type Fault = (typeof faults)[number]

function commands(whats: readonly Command['what'][]): fc.Arbitrary<readonly Command[]> {
  const command = fc.record({
    what: fc.constantFrom(...whats),
    ms: fc.integer({ min: 0, max: 40_000 }),
    random: fc.nat(1_023).map((n) => n / 1_024),
    pick: fc.nat(1_000),
    stale: fc.nat(9).map((n) => n === 0),
  })
  return fc.array(command, { minLength: 5, maxLength: 120, size: 'max' })
}

const policies: fc.Arbitrary<Policy> = fc
  .record({
    maxAttempts: fc.constantFrom(1, 2, 5, 50),
    recheck: fc.constantFrom(0, 60_000),
    rotationEvery: fc.constantFrom(null, 45_000),
    freshCredentials: fc.boolean(),
    resume: fc.boolean(),
  })
  .map((drawn) => ({ ...defaultPolicy, ...drawn }))

/** What a simulated endpoint goes by, the faults it meets, and what happens to it. */
export interface Life {
  readonly policy: Policy
  readonly met: readonly Fault[]
  readonly lived: readonly Command[]
}

/** Random lives under random policies; some meet only some of the faults, so that they meet them often. */
export const lives: fc.Arbitrary<Life> = fc.record({
  policy: policies,
  met: fc.subarray([...faults], { minLength: 1 }),
  lived: fc.oneof(commands(calm), commands(stormy), commands([...calm, ...calm, ...stormy])),
})
