import { type Failure, failureOf } from '../../shared/model/failure.ts'
import type { ProbeView } from '../../shared/probe.ts'
import { redactText } from '../../shared/redact.ts'
import type { EndpointSettings } from '../../shared/settings.ts'
import { classify, classifyBlock, classifyComment, type Meaning } from '../monitor/classify.ts'
import type { Clock } from '../monitor/clock.ts'
import type {
  Connection,
  ConnectionRequest,
  ConnectionSink,
  ResponseFacts,
} from '../monitor/connection/types.ts'
import { type Dialler, materialFailure } from '../monitor/dial.ts'
import { factsView } from '../monitor/facts-view.ts'
import { parseHints } from '../monitor/hints.ts'
import { presetSign } from '../monitor/preset-signs.ts'
import { presets } from '../monitor/presets.ts'
import { type Rules, resolveRules } from '../monitor/rules.ts'
import type { References } from '../monitor/types.ts'
import { createBeats } from './beats.ts'
import { createFirstEvents } from './first-events.ts'
import { probeSentence } from './sentence.ts'

export interface ProbePorts {
  readonly clock: Clock
  readonly dialler: Dialler
  readonly references: References
  /** It ended by itself or by `end`; told once. */
  readonly onEnd: () => void
}

/** One connection that is looked at for a while. */
export interface Probe {
  view(): ProbeView
  /** Closes it now; what is known by then stays to be seen. */
  end(): void
}

/** How long a check lasts, dialling included. Milliseconds. */
export const probeLastsMs = 20_000
/** Shorter values stand in too many texts by chance, and keep no secret. */
const shortestSecret = 6

export function createProbe(settings: EndpointSettings, ports: ProbePorts): Probe {
  const { clock, dialler, references } = ports
  const began = clock.now()
  const preparing = new AbortController()
  const first = createFirstEvents()
  const beats = createBeats(() => rules.beatsWhenQuiet)
  const counts = { events: 0, comments: 0, bytes: 0 }
  const host = hostOf(references.display(settings.url))
  let rules: Rules = resolveRules(settings, null)
  let state: ProbeView['state'] = 'connecting'
  let connection: Connection | null = null
  let facts: ResponseFacts | null = null
  let failure: Failure | null = null
  let ending: string | null = null
  let openedAt: number | null = null
  let endedAt: number | null = null
  let lastEventId: string | null = null
  let hasServerTime = false
  let secrets: readonly string[] = references.values(settings.url)

  const limit = Math.min(settings.connectTimeout, probeLastsMs)
  const cancelConnect = clock.after(limit, () => {
    if (openedAt === null) fail(noAnswer(settings.connectTimeout, limit))
  })
  const cancelEnd = clock.after(probeLastsMs, () => finish('done'))

  function finish(last: 'done' | 'failed'): void {
    if (endedAt !== null) return
    endedAt = clock.now()
    state = last
    cancelConnect()
    cancelEnd()
    preparing.abort()
    connection?.close()
    connection = null
    ports.onEnd()
  }

  function fail(reason: Failure): void {
    if (endedAt !== null) return
    failure = { ...reason, message: redactText(reason.message, secrets) }
    finish('failed')
  }

  function done(sentence: string): void {
    ending = sentence
    finish('done')
  }

  function learn(told: ResponseFacts): void {
    facts = told
    rules = resolveRules(settings, parseHints(told.headers))
  }

  function heed(at: number, meaning: Meaning): void {
    if (meaning.heartbeat) beats.beat(at)
    hasServerTime ||= meaning.sentAt !== null
    lastEventId = meaning.dataId ?? lastEventId
    if (meaning.failure !== null) fail(meaning.failure)
    else if (meaning.completion !== null) {
      const why = meaning.completion === 'rotation' ? 'to be opened anew (a rotation)' : 'for good'
      done(`The server announced that it ends the stream ${why}.`)
    }
  }

  const sink: ConnectionSink = {
    opened(told) {
      learn(told)
      openedAt = clock.now()
      state = 'open'
      cancelConnect()
    },
    received(_at, bytes) {
      counts.bytes += bytes
    },
    event(at, { type, data, ownId, lastEventId: sticky, bytes }) {
      counts.events++
      lastEventId = ownId ?? lastEventId
      first.event(at + clock.shift(), { type, data, lastEventId: sticky || null, bytes })
      const meaning = classify(rules, type, data)
      if (!meaning.heartbeat) beats.event(at)
      heed(at, meaning)
    },
    comment(at, text) {
      counts.comments++
      first.comment(at + clock.shift(), text)
      heed(at, classifyComment(rules, text))
    },
    block(at, { type, ownId }) {
      lastEventId = ownId ?? lastEventId
      heed(at, classifyBlock(rules, type))
    },
    retry: () => undefined,
    consumed: () => undefined,
    failed(reason, told) {
      if (told !== null) learn(told)
      fail(reason)
    },
    ended: () => fail(failureOf('end-of-stream')),
    noContent(told) {
      learn(told)
      done('The server answered 204: it has nothing to stream, and wants no further try.')
    },
  }

  async function dial(): Promise<void> {
    let request: ConnectionRequest
    try {
      request = await dialler.prepare(settings, settings.url, preparing.signal)
    } catch (error) {
      fail(materialFailure(error))
      return
    }
    if (endedAt !== null) return
    secrets = secretsOf(request, references.values(settings.url))
    connection = dialler.open(request, sink)
  }

  function measure(): ProbeView['measure'] {
    if (hasServerTime) return 'delay'
    const known = rules.interval.ms !== null || beats.interval(rules) !== null
    return beats.count > 0 && known ? 'lateness' : null
  }

  function suggestion(): ProbeView['suggestion'] {
    if (openedAt === null) return null
    const sign = presetSign(facts?.headers ?? {}, first.lines())
    return sign && { ...sign, title: presets[sign.preset].title }
  }

  function view(): ProbeView {
    const now = endedAt ?? clock.now()
    const shown = factsView(
      facts,
      rules,
      { interval: () => rules.interval, clockOffset: () => null },
      secrets,
    )
    const { status, headers, httpVersion, remoteAddress, redirects, timing } = shown
    const seen = { ...counts, heartbeats: beats.count }
    const openMs = openedAt === null ? null : now - openedAt
    return {
      state,
      sentence: probeSentence({
        state,
        failure,
        status,
        httpVersion,
        timing,
        counts: seen,
        host,
        openMs,
        ending,
      }),
      elapsedMs: Math.round(now - began),
      lastsMs: probeLastsMs,
      status,
      httpVersion,
      remoteAddress,
      redirects,
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, redactText(value, secrets)]),
      ),
      timing,
      failure,
      events: first.views(),
      counts: seen,
      suggestion: suggestion(),
      interval: beats.interval(rules),
      measure: measure(),
      lastEventId: lastEventId === null ? null : lastEventId.slice(0, 2048),
    }
  }

  dial().catch((error: unknown) => fail(materialFailure(error)))
  return { view, end: () => finish('done') }
}

function hostOf(url: string): string {
  return URL.parse(url)?.host || 'the server'
}

function noAnswer(connectTimeout: number, limit: number): Failure {
  const seconds = Math.round(limit / 100) / 10
  const longer = connectTimeout > limit ? ` of this check; connectTimeout allows for more` : ''
  return failureOf('connect-timeout', { message: `No answer within ${seconds} s${longer}.` })
}

/** What was sent in confidence and a server may repeat: with and without the word before it, as in `Bearer abc`. */
function secretsOf(
  { headers, secretHeaders }: ConnectionRequest,
  inUrl: readonly string[],
): readonly string[] {
  const values = Object.entries(headers)
    .filter(([name]) => secretHeaders.has(name.toLowerCase()))
    .flatMap(([, value]) => [value, value.replace(/^\S+ +/, '')])
  return [...inUrl, ...values].filter((value) => value.length >= shortestSecret)
}
