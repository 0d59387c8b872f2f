import { type Failure, failureOf, isTerminalStatus } from '../../shared/model/failure.ts'
import {
  jsonOf,
  mayHold,
  type Path,
  type Payload,
  payloadOf,
  textAt,
  valueAt,
  valueIn,
  valuesAt,
} from './payload.ts'
import { type Rules, word } from './rules.ts'
import { parseServerTime } from './server-time.ts'

/** What one event or comment means to the endpoint's rules. Most events mean nothing: those share one object. */
export interface Meaning {
  readonly heartbeat: boolean
  /** One of the events that must come, or the stream is deaf. */
  readonly expected: boolean
  /** The server's time in a heartbeat: epoch ms with fractions. */
  readonly sentAt: number | null
  readonly replay: 'complete' | 'truncated' | 'failed' | null
  /** The server closes after this: as a rotation, or for good. */
  readonly completion: 'rotation' | 'final' | null
  /** The completion's reason in the server's words. */
  readonly reason: string | null
  /** An error that the server told of: `terminal` by its own word. */
  readonly failure: Failure | null
  readonly source: 'deaf' | 'restored' | null
  /** The id inside the data, where the rule has a path for it. */
  readonly dataId: string | null
}

const plain: Meaning = {
  heartbeat: false,
  expected: false,
  sentAt: null,
  replay: null,
  completion: null,
  reason: null,
  failure: null,
  source: null,
  dataId: null,
}
const beat: Meaning = { ...plain, heartbeat: true }
const expected: Meaning = { ...plain, expected: true }

/** A dispatched event. Parses the data only when a rule needs a value of it. */
export function classify(rules: Rules, type: string, data: string): Meaning {
  const bits = (rules.words.get(type) ?? 0) | (data === rules.heartbeatData ? word.heartbeat : 0)
  if (!needsData(rules, bits, data)) {
    if (bits === 0) return plain
    if (bits === word.expected) return expected
    if (bits === word.heartbeat) return beat
  } else if (bits === word.heartbeat && rules.code === null && rules.replay.field === null) {
    return { ...beat, sentAt: sentAtOf(rules, payloadOf(data)) }
  }
  return read(rules, bits, type, payloadOf(data))
}

/**
 * A block without data, which the standard never dispatches [spec]: it can be a heartbeat, and says nothing
 * else.
 */
export function classifyBlock(rules: Rules, type: string): Meaning {
  return ((rules.words.get(type) ?? 0) & word.heartbeat) === 0 ? plain : beat
}

/** A comment's text, the colon and one space removed. */
export function classifyComment(rules: Rules, text: string): Meaning {
  const failure = rules.errorComments ? commentFailure(text) : null
  if (failure) return { ...plain, heartbeat: rules.heartbeatComments, failure }
  return rules.heartbeatComments ? beat : plain
}

function needsData(rules: Rules, bits: number, data: string): boolean {
  if ((bits & ~(word.heartbeat | word.expected)) !== 0) return true
  if ((bits & word.heartbeat) !== 0) return rules.timestamp !== null
  const { code, replay, ids } = rules
  if (ids.path !== null) return true
  return (code !== null && mayHold(data, code)) || (replay.field !== null && mayHold(data, replay.field))
}

function read(rules: Rules, bits: number, type: string, payload: Payload): Meaning {
  const heartbeat = (bits & word.heartbeat) !== 0
  const completes = (bits & word.complete) !== 0
  const reason = completes ? reasonOf(payload) : null
  return {
    heartbeat,
    expected: (bits & word.expected) !== 0,
    sentAt: heartbeat ? sentAtOf(rules, payload) : null,
    replay: replayOf(rules, bits, payload),
    completion: completes ? (rules.rotationReasons.has(reason ?? '') ? 'rotation' : 'final') : null,
    reason,
    failure: toldFailure(rules, bits, payload),
    source: (bits & word.deaf) !== 0 ? 'deaf' : (bits & word.restored) !== 0 ? 'restored' : null,
    dataId: heartbeat ? null : dataIdOf(rules, type, payload),
  }
}

function sentAtOf({ timestamp }: Rules, payload: Payload): number | null {
  return timestamp === null ? null : parseServerTime(valueIn(payload, timestamp))
}

function replayOf(rules: Rules, bits: number, payload: Payload): Meaning['replay'] {
  if ((bits & word.failed) !== 0) return 'failed'
  if ((bits & word.truncated) !== 0) return 'truncated'
  const { field } = rules.replay
  if (field === null || !mayHold(payload.data, field)) return null
  const values = valuesAt(jsonOf(payload), field)
  if (values.includes(false)) return 'truncated'
  return values.includes(true) ? 'complete' : null
}

/** ntfy gives its opening event an id too, from which nothing can be resumed. */
function dataIdOf(rules: Rules, type: string, payload: Payload): string | null {
  return rules.ids.path === null || type === 'open' ? null : textAt(jsonOf(payload), rules.ids.path)
}

const reasonPath: Path = { alternatives: [['reason']], needles: ['"reason"'] }

/** `reason` of the JSON data, or the data itself where it is a bare word. */
function reasonOf(payload: Payload): string | null {
  const told = textAt(jsonOf(payload), reasonPath)
  if (told !== null) return told.slice(0, 200)
  return /^[\w-]{1,64}$/.test(payload.data) ? payload.data : null
}

function toldFailure(rules: Rules, bits: number, payload: Payload): Failure | null {
  const code = codeOf(rules, payload)
  if ((bits & word.error) === 0 && code === null) return null
  return failureOf('told-error', {
    message: sentence(payload, code),
    terminal: code !== null ? !isRetryCode(code) : isRefusal(rules, payload),
  })
}

/** Centrifugo's disconnect codes: these two ranges ask for a reconnection, all others forbid it. */
function isRetryCode(code: number): boolean {
  return (code >= 3000 && code <= 3499) || (code >= 4000 && code <= 4499)
}

function codeOf(rules: Rules, payload: Payload): number | null {
  if (rules.code === null || !mayHold(payload.data, rules.code)) return null
  const value = valueAt(jsonOf(payload), rules.code)
  return typeof value === 'number' && Number.isInteger(value) ? value : null
}

/** Only a plain "no" ends the tries: false, or its name as text. Anything else is worth a retry. */
function isRefusal(rules: Rules, payload: Payload): boolean {
  if (rules.retryable === null) return false
  const value = valueAt(jsonOf(payload), rules.retryable)
  return value === false || (typeof value === 'string' && value.toLowerCase() === 'false')
}

const wordPaths: readonly Path[] = [
  'message',
  'text',
  'disconnect.reason',
  'reason',
  'error',
  'condition',
].map((path) => ({ alternatives: [path.split('.')], needles: [] }))

function sentence(payload: Payload, code: number | null): string {
  const json = jsonOf(payload)
  const told = wordPaths.map((path) => textAt(json, path)).find((text) => text !== null && text !== '')
  const quoted = told ? `: ${told.slice(0, 200)}` : '.'
  return code === null
    ? `The server told of an error${quoted}`
    : `The server disconnected with code ${code}${quoted}`
}

/** nchan's `:410: Gone`: the status is the server's own word, and decides as it would in a response. */
function commentFailure(text: string): Failure | null {
  const match = /^([45]\d\d)(?::|$)(.{0,200})/.exec(text)
  if (!match) return null
  const status = Number(match[1])
  // nchan says the status once more: `:410: 410 Gone`.
  const words = match[2]?.trim().replace(/^\d{3}(?: |$)/, '') ?? ''
  return failureOf('told-error', {
    message: `The server told of status ${status}${words ? ` (${words})` : ''} in a comment.`,
    terminal: isTerminalStatus(status),
    status,
  })
}
