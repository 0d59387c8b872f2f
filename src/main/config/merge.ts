import type { EndpointSettings, HeadersFrom, StreamRules } from '../../shared/settings.ts'
import type { Mistake } from './problems.ts'
import type { DefaultsInput, EndpointInput } from './schema/endpoint.ts'

/** What holds where neither the endpoint nor `defaults` says anything. Milliseconds and bytes. */
export const builtIn = {
  connectTimeout: 10_000,
  maxFrame: 1024 ** 2,
  retry: { base: 1000, cap: 30_000, maxAttempts: 50, stableAfter: 30_000 },
  recheck: 300_000,
  fallbackEvery: 30_000,
} as const

/** The settings of one endpoint; `mistake` hears of what only shows once the defaults are merged in. */
export function settle(
  input: EndpointInput,
  defaults: DefaultsInput,
  mistake: (key: string, message: string, hint: string | null) => void,
): EndpointSettings {
  const merged = { ...defaults, ...input }
  return {
    id: input.id,
    name: input.name ?? input.id,
    url: input.url,
    group: merged.group ?? null,
    tags: merged.tags ?? [],
    enabled: merged.enabled ?? true,
    preset: merged.preset ?? 'standard',
    headers: mergeHeaders(defaults.headers ?? {}, input.headers ?? {}),
    ...mergeRules(input, defaults, mistake),
    connectTimeout: merged.connectTimeout ?? builtIn.connectTimeout,
    maxFrame: merged.maxFrame ?? builtIn.maxFrame,
    retry: mergeRetry(input, defaults, mistake),
    recheck: merged.recheck ?? builtIn.recheck,
    network: merged.network ?? null,
    headersFrom: mergeHeadersFrom(input.headersFrom, defaults.headersFrom, mistake),
    resume: merged.resume ?? true,
    snapshotUrl: merged.snapshotUrl ?? null,
    fallback: mergeFallback(input, defaults, mistake),
    http2: merged.http2 ?? false,
    tls: mergeTls(input, defaults, mistake),
    proxy: merged.proxy ?? null,
  }
}

type Tell = Parameters<typeof settle>[2]

/** Names of headers do not differ by case; null takes a default away. */
function mergeHeaders(
  defaults: Readonly<Record<string, string | null>>,
  own: Readonly<Record<string, string | null>>,
): Readonly<Record<string, string>> {
  const ownNames = new Set(Object.keys(own).map((name) => name.toLowerCase()))
  const kept = Object.entries(defaults).filter(([name]) => !ownNames.has(name.toLowerCase()))
  return Object.fromEntries(
    [...kept, ...Object.entries(own)].filter((entry): entry is [string, string] => entry[1] !== null),
  )
}

/** One level deep: blocks by key, lists as a whole. A null in the endpoint takes the default away. */
function both<Block extends object>(
  own: Block | null | undefined,
  defaults: Block | null | undefined,
): Block | null | undefined {
  if (own === null || defaults === null || defaults === undefined) return own === undefined ? defaults : own
  return own === undefined ? defaults : { ...defaults, ...own }
}

function mergeRules(input: EndpointInput, defaults: DefaultsInput, mistake: Tell): StreamRules {
  return {
    heartbeat: both(input.heartbeat, defaults.heartbeat) ?? undefined,
    silence: input.silence === undefined ? defaults.silence : input.silence,
    ids: both(input.ids, defaults.ids) ?? undefined,
    replay: both(input.replay, defaults.replay) ?? undefined,
    complete: both(input.complete, defaults.complete) ?? undefined,
    errors: both(input.errors, defaults.errors) ?? undefined,
    deaf: both(input.deaf, defaults.deaf) ?? undefined,
    expect: mergeExpect(input, defaults, mistake),
    rotation: both(input.rotation, defaults.rotation),
  }
}

function mergeExpect(input: EndpointInput, defaults: DefaultsInput, mistake: Tell): StreamRules['expect'] {
  const merged = both(input.expect, defaults.expect)
  if (merged === null || merged === undefined) return merged
  const { events, within } = merged
  if (events !== undefined && events.length > 0 && within !== undefined) return { events, within }
  // Half a rule in the defaults waits for its other half; in the endpoint itself it is a mistake.
  if (input.expect) {
    mistake(
      'expect',
      'The rule expect needs both events and within.',
      'Write { events: [order], within: 10m }.',
    )
  }
  return undefined
}

function mergeRetry(input: EndpointInput, defaults: DefaultsInput, mistake: Tell): EndpointSettings['retry'] {
  const merged = both(input.retry, defaults.retry) ?? {}
  const base = merged.base ?? builtIn.retry.base
  if (merged.cap !== undefined && merged.base !== undefined && merged.base > merged.cap) {
    mistake('retry', 'The base of retry is longer than its cap.', 'Raise cap, or lower base.')
  }
  return {
    // Whoever sets only one of the two means it: the other gives way.
    base: merged.base ?? Math.min(base, merged.cap ?? base),
    cap: merged.cap ?? Math.max(base, builtIn.retry.cap),
    maxAttempts: merged.maxAttempts ?? builtIn.retry.maxAttempts,
    stableAfter: merged.stableAfter ?? builtIn.retry.stableAfter,
  }
}

type HeadersFromInput = EndpointInput['headersFrom']

function mergeHeadersFrom(
  own: HeadersFromInput,
  defaults: HeadersFromInput,
  mistake: Tell,
): HeadersFrom | null {
  // The endpoint's file replaces a command of the defaults, and the other way round.
  const ownSource = own?.file !== undefined || own?.command !== undefined
  const base = ownSource && defaults ? { header: defaults.header, prefix: defaults.prefix } : defaults
  const merged = both(own, base)
  if (merged === null || merged === undefined) return null
  const header = merged.header ?? 'Authorization'
  const prefix = merged.prefix ?? ''
  if (merged.file !== undefined && merged.command === undefined) return { file: merged.file, header, prefix }
  if (merged.command !== undefined && merged.file === undefined)
    return { command: merged.command, header, prefix }
  if (own || merged.file !== undefined) {
    mistake('headersFrom', 'The block headersFrom needs either file or command, one of the two.', null)
  }
  return null
}

function mergeFallback(
  input: EndpointInput,
  defaults: DefaultsInput,
  mistake: Tell,
): EndpointSettings['fallback'] {
  const merged = both(input.fallback, defaults.fallback)
  if (merged === null || merged === undefined) return null
  if (merged.url !== undefined) return { url: merged.url, every: merged.every ?? builtIn.fallbackEvery }
  if (input.fallback) mistake('fallback', 'The block fallback has no url.', 'Add the URL that is polled.')
  return null
}

function mergeTls(input: EndpointInput, defaults: DefaultsInput, mistake: Tell): EndpointSettings['tls'] {
  const merged = both(input.tls, defaults.tls) ?? {}
  if ((merged.cert === undefined) !== (merged.key === undefined)) {
    mistake('tls', 'A client certificate needs both cert and key in tls.', 'Add the one that is missing.')
  }
  return { ...merged, insecure: merged.insecure ?? false }
}

/** A `settle` listener that puts mistakes at the endpoint's key, or at the same key of the defaults. */
export function mistakesAt(
  index: number,
  input: EndpointInput,
  mistakes: Mistake[],
): (key: string, message: string, hint: string | null) => void {
  return (key, message, hint) => {
    const path = key in input ? ['endpoints', index, key] : ['defaults', key]
    mistakes.push({ path, at: 'key', message, hint })
  }
}
