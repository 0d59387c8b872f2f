import type { ProbeView } from '../../shared/probe.ts'
import { redactText } from '../../shared/redact.ts'
import type { EndpointSettings } from '../../shared/settings.ts'
import { classify, classifyBlock, classifyComment, type Meaning } from '../monitor/classify.ts'
import type { ReceivedEvent, ResponseFacts } from '../monitor/connection/types.ts'
import { factsView } from '../monitor/facts-view.ts'
import { parseHints } from '../monitor/hints.ts'
import { presetSign } from '../monitor/preset-signs.ts'
import { presets } from '../monitor/presets.ts'
import { type Rules, resolveRules } from '../monitor/rules.ts'
import { createBeats } from './beats.ts'
import { createFirstEvents } from './first-events.ts'

/** What a check has seen of its connection. `at` is monotonic ms, `epoch` the same moment in epoch ms. */
export interface Seen {
  /** The response headers came; they may change the rules. */
  learn(facts: ResponseFacts): void
  received(bytes: number): void
  /** Each tells what it means under the rules in force. */
  event(at: number, epoch: number, event: ReceivedEvent): Meaning
  comment(at: number, epoch: number, text: string): Meaning
  block(at: number, block: { readonly type: string; readonly ownId: string | null }): Meaning
  /** `secrets` are texts to strike out. */
  view(secrets: readonly string[]): SeenView
}

export type SeenView = Omit<ProbeView, 'state' | 'sentence' | 'elapsedMs' | 'lastsMs' | 'failure'>

/** Characters of an id that are shown. */
const longestId = 2048

export function createSeen(settings: EndpointSettings): Seen {
  const first = createFirstEvents()
  const beats = createBeats(() => rules.beatsWhenQuiet)
  const counts = { events: 0, comments: 0, bytes: 0 }
  let rules: Rules = resolveRules(settings, null)
  let facts: ResponseFacts | null = null
  let lastEventId: string | null = null
  let hasServerTime = false

  function note(at: number, meaning: Meaning): Meaning {
    if (meaning.heartbeat) beats.beat(at)
    hasServerTime ||= meaning.sentAt !== null
    lastEventId = meaning.dataId ?? lastEventId
    return meaning
  }

  function measure(): ProbeView['measure'] {
    if (hasServerTime) return 'delay'
    const known = rules.interval.ms !== null || beats.interval(rules) !== null
    return beats.count > 0 && known ? 'lateness' : null
  }

  function suggestion(): ProbeView['suggestion'] {
    const sign = presetSign(facts?.headers ?? {}, first.lines())
    return sign && { ...sign, title: presets[sign.preset].title }
  }

  return {
    learn(told) {
      facts = told
      rules = resolveRules(settings, parseHints(told.headers))
    },
    received(bytes) {
      counts.bytes += bytes
    },
    event(at, epoch, { type, data, ownId, lastEventId: sticky, bytes }) {
      counts.events++
      lastEventId = ownId ?? lastEventId
      first.event(epoch, { type, data, lastEventId: sticky || null, bytes })
      const meaning = classify(rules, type, data)
      if (!meaning.heartbeat) beats.event(at)
      return note(at, meaning)
    },
    comment(at, epoch, text) {
      counts.comments++
      first.comment(epoch, text)
      return note(at, classifyComment(rules, text))
    },
    block(at, { type, ownId }) {
      lastEventId = ownId ?? lastEventId
      return note(at, classifyBlock(rules, type))
    },
    view(secrets) {
      const told = { interval: () => rules.interval, clockOffset: () => null }
      const { headers, ...shown } = factsView(facts, rules, told, secrets)
      const { status, httpVersion, remoteAddress, redirects, timing } = shown
      return {
        status,
        httpVersion,
        remoteAddress,
        redirects,
        headers: Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name, redactText(value, secrets)]),
        ),
        timing,
        events: first.views(),
        counts: { ...counts, heartbeats: beats.count },
        // What a login page sends speaks for no kind of stream.
        suggestion: status === 200 && isStream(facts) ? suggestion() : null,
        interval: beats.interval(rules),
        measure: measure(),
        lastEventId: lastEventId === null ? null : lastEventId.slice(0, longestId),
      }
    },
  }
}

function isStream(facts: ResponseFacts | null): boolean {
  return /^\s*text\/event-stream\b/i.test(facts?.headers['content-type'] ?? '')
}
