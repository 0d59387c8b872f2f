import type { Event } from '../../shared/model/event.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { EndpointSettings } from '../../shared/settings.ts'
import { classify, classifyBlock, classifyComment, type Meaning } from './classify.ts'
import type { Clock } from './clock.ts'
import type { ConnectionSink, ReceivedEvent, ResponseFacts } from './connection/types.ts'
import { type HeaderHints, parseHints, parseRetryAfter } from './hints.ts'
import type { Records } from './records.ts'
import { isLossy, type ReplayLedger, resumableId } from './replay.ts'
import { type Rules, resolveRules } from './rules.ts'
import type { Vigil } from './vigil.ts'

export interface ObserverPorts {
  readonly clock: Clock
  readonly random: () => number
  /** Facts for the reducer. */
  readonly dispatch: (event: Event) => void
  readonly records: Records
  readonly vigil: Vigil
  readonly ledger: ReplayLedger
  /** The rules in force changed with the server's headers. */
  readonly onRules: (rules: Rules) => void
  /** What the requests keep secret, struck out of what a server says: it may repeat anything. */
  readonly strike: (text: string) => string
  /** A sign of life that the reducer need not hear of at once. */
  readonly onSign: () => void
}

/** Makes facts of what connections tell: one sink for each, each fact in the order of the stream. */
export interface Observer {
  readonly rules: Rules
  /** The newest response's facts; null before the first. */
  readonly facts: ResponseFacts | null
  readonly hints: HeaderHints | null
  /** What the newest connection was answered; null until it was, or where it was not. */
  readonly answer: ResponseFacts | null
  /** The newest answer that was no stream, and when it came. */
  readonly refusal: { readonly at: number; readonly facts: ResponseFacts } | null
  sink(connection: number, resumeFrom: string | null): ConnectionSink
  /** Other settings for the connection under way. */
  configure(settings: EndpointSettings): void
}

export function createObserver(first: EndpointSettings, ports: ObserverPorts): Observer {
  const { clock, dispatch, records, vigil, ledger } = ports
  let settings = first
  let hints: HeaderHints | null = null
  let facts: ResponseFacts | null = null
  let answer: ResponseFacts | null = null
  let refusal: Observer['refusal'] = null
  let rules = resolveRules(settings, null)

  function applyRules(): void {
    rules = resolveRules(settings, hints)
    ledger.use(rules)
    vigil.use(rules)
    ports.onRules(rules)
  }

  function learn(told: ResponseFacts): void {
    facts = told
    answer = told
    hints = parseHints(told.headers)
    applyRules()
  }

  function refuse(told: ResponseFacts): void {
    learn(told)
    refusal = { at: clock.now(), facts: told }
  }

  function sink(connection: number, resumeFrom: string | null): ConnectionSink {
    answer = null
    /** The id to resume from, and whether it is news for the reducer. */
    let resumeId = resumeFrom
    let isNewId = false
    /** The chunk held at least one complete line. */
    let isSign = false
    let judged = ledger.grade()

    function opened(told: ResponseFacts): void {
      const at = clock.now()
      learn(told)
      ledger.opened(at, { resumeFrom, sent: told.lastEventIdSent, headers: told.headers })
      const health = vigil.opened(at, connection)
      dispatch({ type: 'opened', at, connection, health, duration: rules.maxStream.ms })
      heedGrade(at)
    }

    /** The ids of a chunk whose rest may not come to be told: what was received is resumed from. */
    function keepId(at: number): void {
      if (!isNewId) return
      isNewId = false
      dispatch({ type: 'sign', at, connection, lastEventId: resumeId ?? '' })
    }

    function lose(at: number, told: Failure, retryAfter: number | null = null, badId = false): void {
      keepId(at)
      const failure = { ...told, message: ports.strike(told.message) }
      dispatch({ type: 'failure', at, random: ports.random(), connection, failure, retryAfter, badId })
    }

    function failed(failure: Failure, told: ResponseFacts | null, retryAfterText: string | null): void {
      if (told !== null) refuse(told)
      const badId =
        resumeFrom !== null && failure.status !== null && failure.status === rules.replay.badIdStatus
      lose(clock.now(), failure, parseRetryAfter(retryAfterText, clock.wall()), badId)
    }

    /** An id that the block itself carries, or its data where the rules say so. */
    function takeId(at: number, id: string, carrier: 'event' | 'heartbeat' | 'block'): void {
      if (ledger.id(at, id, carrier)) records.duplicate(at)
      heedGrade(at)
      const next = resumableId(rules, resumeId, id)
      isNewId ||= next !== resumeId
      resumeId = next
    }

    function heed(at: number, meaning: Meaning): void {
      if (meaning.heartbeat) vigil.beat(at, meaning.sentAt)
      if (meaning.expected) vigil.expected(at)
      if (meaning.source !== null) vigil.told(at, meaning.source)
      if (meaning.failure !== null) lose(at, meaning.failure)
      else if (meaning.completion !== null) {
        const rotation = meaning.completion === 'rotation'
        keepId(at)
        dispatch({ type: 'completed', at, random: ports.random(), connection, rotation })
      }
    }

    function grade(at: number, verdict: 'complete' | 'truncated' | 'failed', what: string): void {
      ledger.told(at, verdict, what)
      // Without a Last-Event-ID there is no verdict, but the server's word stands all the same.
      if (resumeFrom === null && verdict !== 'complete') loseReplay(at)
      heedGrade(at)
    }

    /** `truncated` and `failed` forget the Last-Event-ID, whoever found them: once for each verdict. */
    function heedGrade(at: number): void {
      const grade = ledger.grade()
      if (grade === judged) return
      judged = grade
      if (isLossy(grade)) loseReplay(at)
    }

    function loseReplay(at: number): void {
      // Ids that follow on this connection are good again.
      isNewId = false
      resumeId = null
      dispatch({ type: 'replay-lost', at, connection })
    }

    function event(at: number, received: ReceivedEvent): void {
      const { type, data, ownId } = received
      records.event(at, received)
      const meaning = classify(rules, type, data)
      const id = meaning.dataId ?? ownId
      if (!meaning.heartbeat) vigil.event(at)
      // What the block says of the replay comes before its id, which is good to resume from.
      if (meaning.replay !== null) grade(at, meaning.replay, `event ${type}`)
      if (id !== null) takeId(at, id, meaning.heartbeat ? 'heartbeat' : 'event')
      heed(at, meaning)
    }

    function consumed(at: number): void {
      const lastEventId = isNewId ? (resumeId ?? '') : null
      isNewId = false
      // Without a new id the vigil's word is enough: the runner asks for it before the next event.
      if (lastEventId !== null) dispatch({ type: 'sign', at, connection, lastEventId })
      else if (isSign) ports.onSign()
      vigil.review(at)
    }

    return {
      opened,
      received(at, bytes, signs) {
        records.bytes(at, bytes)
        isSign = signs > 0
        if (isSign) vigil.sign(at)
      },
      event,
      comment(at, text) {
        records.comment(at, text)
        heed(at, classifyComment(rules, text))
      },
      block(at, { type, ownId }) {
        if (ownId !== null) takeId(at, ownId, 'block')
        heed(at, classifyBlock(rules, type))
      },
      retry: (ms) => dispatch({ type: 'hint', at: clock.now(), connection, ms }),
      consumed,
      failed,
      ended() {
        const at = clock.now()
        keepId(at)
        dispatch({ type: 'ended', at, random: ports.random(), connection })
      },
      noContent(told) {
        refuse(told)
        dispatch({ type: 'no-content', at: clock.now(), connection })
      },
    }
  }

  return {
    get rules() {
      return rules
    },
    get facts() {
      return facts
    },
    get hints() {
      return hints
    },
    get answer() {
      return answer
    },
    get refusal() {
      return refusal
    },
    sink,
    configure(next) {
      settings = next
      applyRules()
    },
  }
}
