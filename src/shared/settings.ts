/**
 * An endpoint's settings as the configuration gives them: defaults merged in, text already turned into
 * milliseconds and bytes, references to secrets still unresolved. A rule that is `undefined` was not
 * configured, so that the server's word and then the preset decide (3-wire.md).
 */
export const presetNames = [
  'standard',
  'heartline-gateway',
  'mercure',
  'nchan',
  'django-eventstream',
  'fanout',
  'wikimedia',
  'launchdarkly',
  'ntfy',
  'centrifugo',
  'home-assistant',
] as const

export type PresetName = (typeof presetNames)[number]

/** What makes a line a heartbeat. `timestamp` is a dotted path into the JSON data, or null for none. */
export interface HeartbeatRule {
  readonly events?: readonly string[] | undefined
  readonly comments?: boolean | undefined
  /** A payload that is a heartbeat by itself, such as `{}` or `ping`. */
  readonly data?: string | null | undefined
  /** Milliseconds between two heartbeats. */
  readonly interval?: number | null | undefined
  readonly timestamp?: string | null | undefined
  /** The server beats only after a quiet interval: each event postpones the next heartbeat. */
  readonly whenQuiet?: boolean | undefined
}

export interface ReplayRule {
  /** Event types that say "not everything could be replayed". */
  readonly truncated?: readonly string[] | undefined
  /** Event types that say "the replay failed". */
  readonly failed?: readonly string[] | undefined
  /** Response header that repeats the id the replay began from. */
  readonly header?: string | null | undefined
  /** Dotted path in the data: false there means truncated, true complete. */
  readonly field?: string | null | undefined
  /** The protocol sends the full state on each connect. */
  readonly snapshot?: boolean | undefined
  /** Status that refuses an unknown Last-Event-ID: it is forgotten and the connection tried once more. */
  readonly badIdStatus?: number | null | undefined
}

export interface IdRule {
  /** `none`: the server sends none; `opaque`: never contiguous, whatever they look like. */
  readonly kind?: 'any' | 'numeric' | 'opaque' | 'none' | undefined
  /** Ids that are error marks and never sent back. */
  readonly ignore?: readonly string[] | undefined
  /** Dotted path of the id inside the JSON data, where the `id:` field is not used. */
  readonly path?: string | null | undefined
}

export interface CompleteRule {
  readonly events?: readonly string[] | undefined
  /** Reasons (the `reason` of the event's data) that are rotations. */
  readonly rotation?: readonly string[] | undefined
}

export interface ErrorRule {
  readonly events?: readonly string[] | undefined
  /** Dotted path in the data: false means that a retry is not worth it. */
  readonly retryable?: string | null | undefined
  /** Comments such as `:410: gone` carry a status. */
  readonly comments?: boolean | undefined
  /** Dotted path of a disconnect code in the data (3000-3499 and 4000-4499 retry, others stop). */
  readonly code?: string | null | undefined
}

export interface DeafRule {
  /** Event types by which the server says that it is cut off from its source. */
  readonly events?: readonly string[] | undefined
  /** Event types by which it says that it is so no longer. */
  readonly restored?: readonly string[] | undefined
}

/** Rules as configured; a preset has the same shape (its defaults). Times in milliseconds. */
export interface StreamRules {
  readonly heartbeat?: HeartbeatRule | undefined
  /** Silence threshold; null for none. */
  readonly silence?: number | null | undefined
  readonly ids?: IdRule | undefined
  readonly replay?: ReplayRule | undefined
  readonly complete?: CompleteRule | undefined
  readonly errors?: ErrorRule | undefined
  readonly deaf?: DeafRule | undefined
  readonly expect?: { readonly events: readonly string[]; readonly within: number } | null | undefined
  /** Unannounced closes on this schedule are rotations. */
  readonly rotation?: { readonly every: number } | null | undefined
}

export interface RetrySettings {
  readonly base: number
  readonly cap: number
  readonly maxAttempts: number
  readonly stableAfter: number
}

/** Where a header's value is read at each connect. Paths are relative to the configuration's folder. */
export type HeadersFrom =
  | { readonly file: string; readonly header: string; readonly prefix: string }
  | { readonly command: readonly string[]; readonly header: string; readonly prefix: string }

export interface TlsSettings {
  readonly ca?: string | undefined
  readonly cert?: string | undefined
  readonly key?: string | undefined
  readonly insecure: boolean
}

export interface EndpointSettings extends StreamRules {
  readonly id: string
  readonly name: string
  /** As configured: may hold `${env:NAME}` and `${secret:NAME}`. */
  readonly url: string
  readonly group: string | null
  readonly tags: readonly string[]
  readonly enabled: boolean
  readonly preset: PresetName
  /** Values may hold `${env:NAME}` and `${secret:NAME}`. */
  readonly headers: Readonly<Record<string, string>>
  readonly connectTimeout: number
  /** Bytes. */
  readonly maxFrame: number
  readonly retry: RetrySettings
  /** Milliseconds; 0 for never. */
  readonly recheck: number
  readonly network: string | null
  readonly headersFrom: HeadersFrom | null
  readonly resume: boolean
  readonly snapshotUrl: string | null
  readonly fallback: { readonly url: string; readonly every: number } | null
  readonly http2: boolean
  readonly tls: TlsSettings
  readonly proxy: string | null
  /** One of the fault lab's streams: never of the user's own file. */
  readonly demo?: true | undefined
}
