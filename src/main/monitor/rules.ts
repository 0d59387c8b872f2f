import type { EndpointSettings, StreamRules } from '../../shared/settings.ts'
import type { Sourced } from '../../shared/view.ts'
import type { HeaderHints } from './hints.ts'
import { compilePath, type Path } from './payload.ts'
import { presets } from './presets.ts'

/** What an event type says, as bits: one look-up tells everything that a type means. */
export const word = {
  heartbeat: 1,
  expected: 2,
  truncated: 4,
  failed: 8,
  complete: 16,
  error: 32,
  deaf: 64,
  restored: 128,
} as const

/** An endpoint's rules, resolved and made ready for matching. Times in milliseconds. */
export interface Rules {
  /** Bits of `word` for each event type that means something. */
  readonly words: ReadonlyMap<string, number>
  readonly heartbeatData: string | null
  readonly heartbeatComments: boolean
  readonly timestamp: Path | null
  /** Lateness counts from the last sign of life: the server beats only after a quiet interval. */
  readonly beatsWhenQuiet: boolean
  readonly interval: Sourced
  /** False where the configuration says that there is no interval. */
  readonly learns: boolean
  readonly silence: Sourced
  /** How long the server said that a connection may last. */
  readonly maxStream: Sourced
  /** Unannounced closes after this age are rotations; null for none. */
  readonly rotationEvery: number | null
  readonly rotationReasons: ReadonlySet<string>
  readonly expectWithin: number | null
  readonly ids: {
    readonly kind: 'any' | 'numeric' | 'opaque' | 'none'
    readonly ignore: ReadonlySet<string>
    readonly path: Path | null
  }
  readonly replay: {
    /** Lower-case names of the headers that may repeat the id; the first one present counts. */
    readonly headers: readonly string[]
    readonly field: Path | null
    readonly snapshot: boolean
    readonly badIdStatus: number | null
    /** Whether the server has any word (event, header or field) that can tell of a replay. */
    readonly tells: boolean
  }
  readonly retryable: Path | null
  readonly code: Path | null
  readonly errorComments: boolean
}

/**
 * The configuration over the server's headers over the preset, key by key. `hints` are null until the response
 * headers are there: resolve again then.
 */
export function resolveRules(settings: EndpointSettings, hints: HeaderHints | null): Rules {
  const preset = presets[settings.preset]
  const { heartbeat, ids, complete, errors, rotation } = merged(settings, preset)
  const configured = settings.heartbeat?.interval
  const expect = settings.expect === undefined ? preset.expect : settings.expect
  return {
    words: wordsOf(settings, preset),
    heartbeatData: heartbeat.data ?? null,
    heartbeatComments: heartbeat.comments ?? false,
    timestamp: compilePath(heartbeat.timestamp),
    beatsWhenQuiet: heartbeat.whenQuiet ?? false,
    interval: sourced(configured, hints?.interval, preset.heartbeat?.interval),
    learns: configured !== null,
    silence: sourced(settings.silence, hints?.silence, preset.silence),
    maxStream: sourced(undefined, hints?.maxStream, undefined),
    rotationEvery: rotation?.every ?? null,
    rotationReasons: new Set(complete.rotation),
    expectWithin: expect?.within ?? null,
    ids: { kind: ids.kind ?? 'any', ignore: new Set(ids.ignore), path: compilePath(ids.path) },
    replay: replayOf(settings, preset),
    retryable: compilePath(errors.retryable),
    code: compilePath(errors.code),
    errorComments: errors.comments ?? false,
  }
}

function merged(settings: EndpointSettings, preset: StreamRules) {
  return {
    heartbeat: over(preset.heartbeat, settings.heartbeat),
    ids: over(preset.ids, settings.ids),
    complete: over(preset.complete, settings.complete),
    errors: over(preset.errors, settings.errors),
    rotation: settings.rotation === undefined ? preset.rotation : settings.rotation,
  }
}

function wordsOf(settings: EndpointSettings, preset: StreamRules): ReadonlyMap<string, number> {
  const { heartbeat, complete, errors } = merged(settings, preset)
  const replay = over(preset.replay, settings.replay)
  const deaf = over(preset.deaf, settings.deaf)
  const expect = settings.expect === undefined ? preset.expect : settings.expect
  const words = new Map<string, number>()
  const add = (types: readonly string[] | undefined, bit: number): void => {
    for (const type of types ?? []) words.set(type, (words.get(type) ?? 0) | bit)
  }
  add(heartbeat.events, word.heartbeat)
  add(expect?.events, word.expected)
  add(replay.truncated, word.truncated)
  add(replay.failed, word.failed)
  add(complete.events, word.complete)
  add(errors.events, word.error)
  add(deaf.events, word.deaf)
  add(deaf.restored, word.restored)
  return words
}

function replayOf(settings: EndpointSettings, preset: StreamRules): Rules['replay'] {
  const replay = over(preset.replay, settings.replay)
  const headers = (replay.header ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
  const field = compilePath(replay.field)
  const events = (replay.truncated?.length ?? 0) + (replay.failed?.length ?? 0)
  return {
    headers,
    field,
    snapshot: replay.snapshot ?? false,
    badIdStatus: replay.badIdStatus ?? null,
    tells: events > 0 || headers.length > 0 || field !== null,
  }
}

/** Key by key: a key that was not configured (undefined) keeps the preset's value; null is a value. */
function over<Rule extends object>(preset: Rule | undefined, configured: Rule | undefined): Partial<Rule> {
  const result: Partial<Rule> = { ...preset }
  for (const key of Object.keys(configured ?? {}) as (keyof Rule)[]) {
    const value = configured?.[key]
    if (value !== undefined) result[key] = value
  }
  return result
}

/** A configured null says "none", and no header brings it back. */
function sourced(
  config: number | null | undefined,
  header: number | null | undefined,
  preset: number | null | undefined,
): Sourced {
  if (config !== undefined) return { ms: config, source: config === null ? null : 'config' }
  if (typeof header === 'number') return { ms: header, source: 'header' }
  return typeof preset === 'number' ? { ms: preset, source: 'preset' } : { ms: null, source: null }
}
