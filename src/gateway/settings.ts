import { type Env, given, type NumberRule, readChoice, readKey, readNumber, readUrl } from './variables.ts'

export type HeartbeatStyle = 'event' | 'comment'

/** What 7-interfaces calls the gateway's environment. Seconds unless the name says otherwise; 0 turns off. */
export interface Settings {
  readonly host: string
  readonly port: number
  readonly heartbeatSeconds: number
  readonly heartbeatStyle: HeartbeatStyle
  readonly maxConnectionsPerClient: number
  readonly streamMaxSeconds: number
  readonly silenceThresholdSeconds: number
  readonly replayLimit: number
  readonly logSize: number
  readonly chunkDelayMs: number
  readonly lab: boolean
  /** Null: nobody is asked. */
  readonly callbackUrl: string | null
  /** Without a URL, nobody gets a stream. */
  readonly callbackRequired: boolean
  readonly callbackTimeoutSeconds: number
  /** Null: the internal API is off. */
  readonly internalKey: string | null
}

/** Either the settings, or one sentence for each mistake. */
export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly string[] }

const day = 86_400

const rules = {
  port: { name: 'PORT', fallback: 8787, min: 0, max: 65_535, whole: true, unit: 'port number' },
  callbackTimeout: {
    name: 'CALLBACK_TIMEOUT',
    fallback: 5,
    min: 0.001,
    max: 3600,
    whole: false,
    unit: 'number of seconds',
  },
  maxPerClient: {
    name: 'MAX_CONNECTIONS_PER_CLIENT',
    fallback: 0,
    min: 0,
    max: 1e6,
    whole: true,
    unit: 'whole number',
  },
  streamMax: {
    name: 'STREAM_MAX_SECONDS',
    fallback: 60,
    min: 0,
    max: day * 7,
    whole: false,
    unit: 'number of seconds',
  },
  silence: {
    name: 'SILENCE_THRESHOLD',
    fallback: 15,
    min: 0,
    max: day,
    whole: false,
    unit: 'number of seconds',
  },
  replayLimit: { name: 'REPLAY_LIMIT', fallback: 1000, min: 0, max: 1e6, whole: true, unit: 'whole number' },
  logSize: { name: 'LOG_SIZE', fallback: 10_000, min: 1, max: 1e7, whole: true, unit: 'whole number' },
  chunkDelay: {
    name: 'CHUNK_DELAY_MS',
    fallback: 0,
    min: 0,
    max: 60_000,
    whole: false,
    unit: 'number of milliseconds',
  },
} as const satisfies Record<string, NumberRule>

const heartbeatDefault: Readonly<Record<HeartbeatStyle, number>> = { event: 5, comment: 15 }

/** The settings with no variable set, for an embedding process or a test to start from. */
export function defaultSettings(style: HeartbeatStyle = 'event'): Settings {
  return {
    host: '127.0.0.1',
    port: rules.port.fallback,
    heartbeatSeconds: heartbeatDefault[style],
    heartbeatStyle: style,
    maxConnectionsPerClient: rules.maxPerClient.fallback,
    streamMaxSeconds: rules.streamMax.fallback,
    silenceThresholdSeconds: rules.silence.fallback,
    replayLimit: rules.replayLimit.fallback,
    logSize: rules.logSize.fallback,
    chunkDelayMs: rules.chunkDelay.fallback,
    lab: false,
    callbackUrl: null,
    callbackRequired: false,
    callbackTimeoutSeconds: rules.callbackTimeout.fallback,
    internalKey: null,
  }
}

/** Reads the environment variables of 7-interfaces; never throws, and tells every mistake at once. */
export function readSettings(env: Env): SettingsResult {
  const problems: string[] = [...notYet(env)]
  const number = (rule: NumberRule): number => readNumber(env, rule, problems)
  const style = readChoice(env, 'HEARTBEAT_STYLE', ['event', 'comment'], problems)
  const settings: Settings = {
    host: given(env, 'HOST') ?? '127.0.0.1',
    port: number(rules.port),
    heartbeatSeconds: number({
      name: 'HEARTBEAT_INTERVAL',
      fallback: heartbeatDefault[style],
      min: 0,
      max: 3600,
      whole: false,
      unit: 'number of seconds',
    }),
    heartbeatStyle: style,
    maxConnectionsPerClient: number(rules.maxPerClient),
    streamMaxSeconds: number(rules.streamMax),
    silenceThresholdSeconds: number(rules.silence),
    replayLimit: number(rules.replayLimit),
    logSize: number(rules.logSize),
    chunkDelayMs: number(rules.chunkDelay),
    lab: readChoice(env, 'LAB', ['0', '1'], problems) === '1',
    callbackUrl: readUrl(env, 'CALLBACK_URL', problems),
    callbackRequired: readChoice(env, 'CALLBACK_REQUIRED', ['0', '1'], problems) === '1',
    callbackTimeoutSeconds: number(rules.callbackTimeout),
    internalKey: readKey(env, 'INTERNAL_KEY', problems),
  }
  return problems.length === 0 ? { ok: true, settings } : { ok: false, problems }
}

/** A variable that promises what this version cannot do is refused: silence would look like obedience. */
function notYet(env: Env): readonly string[] {
  if (given(env, 'REDIS_URL') === undefined) return []
  return [
    'REDIS_URL is set, but this version of the gateway has no support for a log and fan-out shared through Redis yet: unset REDIS_URL to start it.',
  ]
}
