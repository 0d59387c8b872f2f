/** The numbers that the lifecycle goes by. Milliseconds unless the name says otherwise. */
export interface Policy {
  readonly base: number
  readonly cap: number
  readonly maxAttempts: number
  readonly stableAfter: number
  readonly connectTimeout: number
  /** Between two looks at a failed endpoint; 0 for never. */
  readonly recheck: number
  /** Unannounced closes on this schedule are rotations; null for none. */
  readonly rotationEvery: number | null
  /** Whether Last-Event-ID is sent. */
  readonly resume: boolean
  /** Whether the credentials come from a file or a command, so that 401 and 403 are worth one more try. */
  readonly freshCredentials: boolean
  /** The time after a wake or a returned network in which nothing counts. */
  readonly grace: number
  /** Its end where no endpoint of the network label got through. */
  readonly graceAtMost: number
  readonly gracePace: number
  /** A terminal failure of an endpoint that was live is believed after so many tries, over so much time. */
  readonly beliefTries: number
  readonly beliefFirst: number
  readonly beliefSpan: number
  readonly rotationDelay: number
}

/** Defaults of 1-model.md. */
export const defaultPolicy: Policy = {
  base: 1_000,
  cap: 30_000,
  maxAttempts: 50,
  stableAfter: 30_000,
  connectTimeout: 10_000,
  recheck: 300_000,
  rotationEvery: null,
  resume: true,
  freshCredentials: false,
  grace: 30_000,
  graceAtMost: 600_000,
  gracePace: 2_000,
  beliefTries: 3,
  beliefFirst: 30_000,
  beliefSpan: 120_000,
  rotationDelay: 1_000,
}
