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
}

/** Either the settings, or one sentence for each mistake. */
export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly string[] }

type Env = Readonly<Record<string, string | undefined>>

interface NumberRule {
  readonly name: string
  readonly fallback: number
  readonly min: number
  readonly max: number
  readonly whole: boolean
  readonly unit: string
}

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
  }
}

/** Reads the environment variables of 7-interfaces; never throws, and tells every mistake at once. */
export function readSettings(env: Env): SettingsResult {
  const problems: string[] = [...notYet(env)]
  const number = (rule: NumberRule): number => readNumber(env, rule, problems)
  number(rules.callbackTimeout)
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
  }
  return problems.length === 0 ? { ok: true, settings } : { ok: false, problems }
}

const later: readonly (readonly [name: string, what: string])[] = [
  ['CALLBACK_URL', 'callbacks'],
  ['REDIS_URL', 'a log and fan-out shared through Redis'],
  ['INTERNAL_KEY', 'the internal API'],
]

/** A variable that promises what this version cannot do is refused: silence would look like obedience. */
function* notYet(env: Env): Generator<string> {
  for (const [name, what] of later) {
    if (given(env, name) !== undefined) {
      yield `${name} is set, but this version of the gateway has no support for ${what} yet: unset ${name} to start it.`
    }
  }
  const required = given(env, 'CALLBACK_REQUIRED')
  if (required === '1') {
    yield 'CALLBACK_REQUIRED is 1, but this version of the gateway has no support for callbacks yet: unset CALLBACK_REQUIRED to start it.'
  } else if (required !== undefined && required !== '0') {
    yield `CALLBACK_REQUIRED is "${required}", but it must be 0 or 1: set one of these or unset it.`
  }
}

function given(env: Env, name: string): string | undefined {
  const text = env[name]?.trim()
  return text === '' ? undefined : text
}

function readNumber(env: Env, rule: NumberRule, problems: string[]): number {
  const text = given(env, rule.name)
  if (text === undefined) return rule.fallback
  const value = Number(text)
  const fits = value >= rule.min && value <= rule.max && (!rule.whole || Number.isInteger(value))
  if (fits) return value
  problems.push(
    `${rule.name} is "${text}", but it must be a ${rule.unit} from ${rule.min} to ${rule.max}: ` +
      `set it so, or unset it for ${rule.fallback}.`,
  )
  return rule.fallback
}

function readChoice<T extends string>(
  env: Env,
  name: string,
  choices: readonly [T, ...T[]],
  problems: string[],
): T {
  const text = given(env, name)
  if (text === undefined) return choices[0]
  const found = choices.find((choice) => choice === text)
  if (found !== undefined) return found
  problems.push(`${name} is "${text}", but it must be ${choices.join(' or ')}: set one of these or unset it.`)
  return choices[0]
}
