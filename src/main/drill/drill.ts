import { type Failure, failureOf, statusFailure } from '../../shared/model/failure.ts'
import { redactText } from '../../shared/redact.ts'
import type { DrillView } from '../../shared/view.ts'
import { classify, classifyBlock, classifyComment, type Meaning } from '../monitor/classify.ts'
import type { Clock } from '../monitor/clock.ts'
import type {
  Connection,
  ConnectionRequest,
  ConnectionSink,
  ReceivedEvent,
  ResponseFacts,
} from '../monitor/connection/types.ts'
import { type Dialler, materialFailure } from '../monitor/dial.ts'
import type { DrillBasis } from '../monitor/drill-basis.ts'
import { parseHints } from '../monitor/hints.ts'
import { createReplayLedger } from '../monitor/replay.ts'
import { resolveRules } from '../monitor/rules.ts'
import { secretsSent } from '../monitor/secrets-sent.ts'
import type { References } from '../monitor/types.ts'
import { createTally, eventsAfter } from './tally.ts'
import { verdictOf } from './verdict.ts'

export interface DrillPorts {
  readonly clock: Clock
  readonly dialler: Dialler
  readonly references: References
}

/** The answer must come within this, and the replay end within it after that. Milliseconds. */
const longestMs = 10_000
/** The replay is over when no event came for this long; a server that must say so has as long. */
const quietMs = 2000
/** Everything known came back: so long it is still listened for what comes twice, or for the server's word. */
const settleMs = 300

/**
 * One connection beside the stream, as the next reconnection would make it, from a known id. Resolves when it is
 * graded, or could not be had; never rejects. `signal` ends it.
 */
export function runDrill(
  { settings, rules: known, ids }: DrillBasis,
  from: string,
  { clock, dialler, references }: DrillPorts,
  signal: AbortSignal,
): Promise<DrillView> {
  const { promise, resolve } = Promise.withResolvers<DrillView>()
  const began = clock.now()
  const at = new Date(clock.wall()).toISOString()
  const tally = createTally(eventsAfter(ids, from))
  const preparing = new AbortController()
  let rules = known
  const ledger = createReplayLedger(rules, () => undefined)
  let connection: Connection | null = null
  let answer: ResponseFacts | null = null
  let firstEventAt: number | null = null
  let secrets: readonly string[] = references.values(settings.url)
  let over = false
  let cancelQuiet: () => void = () => undefined
  let cancelEnd = clock.after(Math.min(settings.connectTimeout, longestMs), () => finish(noAnswer()))

  /** What the stream has shown already tells whether its ids grow by one. */
  ledger.opened(began, { resumeFrom: null, sent: true, headers: {} })
  for (const id of ids) ledger.id(began, id, 'event')

  function finish(failure: Failure | null): void {
    if (over) return
    over = true
    cancelQuiet()
    cancelEnd()
    preparing.abort()
    connection?.close()
    signal.removeEventListener('abort', abort)
    resolve(view(failure))
  }

  function abort(): void {
    finish(failureOf('connect-timeout', { message: 'The drill was ended before it was graded.', hint: '' }))
  }

  function view(failure: Failure | null): DrillView {
    const now = clock.now()
    if (failure === null) {
      ledger.tick(now)
      ledger.closed(now)
    }
    const graded =
      failure === null
        ? verdictOf(answer === null ? null : ledger.grade(), tally)
        : refused(failure, known.replay.badIdStatus)
    return {
      endpoint: settings.id,
      at,
      from,
      verdict: graded.verdict,
      evidence: redactText(graded.evidence, secrets),
      ...tally.view(),
      status: answer?.status ?? failure?.status ?? null,
      firstEventMs: firstEventAt === null ? null : Math.round(firstEventAt - began),
      durationMs: Math.round(now - began),
      failure: failure && { message: redactText(failure.message, secrets), hint: failure.hint },
    }
  }

  /** Waits for what may still come, each time anew. */
  function listen(): void {
    cancelQuiet()
    const isDone = tally.isWhole() && ledger.grade() !== null && ledger.pendingSince() === null
    cancelQuiet = clock.after(isDone ? settleMs : quietMs, () => finish(null))
  }

  function heed({ failure, completion, replay }: Meaning, type: string): void {
    if (replay !== null) ledger.told(clock.now(), replay, `event ${type}`)
    // The stream itself is over: what came until then is what there is.
    if (failure !== null || completion !== null) finish(null)
  }

  function event(now: number, { type, data, ownId }: ReceivedEvent): void {
    const meaning = classify(rules, type, data)
    const id = meaning.dataId ?? ownId
    if (!meaning.heartbeat) {
      firstEventAt ??= now
      tally.event(id)
    }
    if (id !== null) ledger.id(now, id, meaning.heartbeat ? 'heartbeat' : 'event')
    heed(meaning, type)
    if (!meaning.heartbeat && !over) listen()
  }

  const sink: ConnectionSink = {
    opened(told) {
      answer = told
      rules = resolveRules(settings, parseHints(told.headers))
      ledger.use(rules)
      ledger.opened(clock.now(), { resumeFrom: from, sent: told.lastEventIdSent, headers: told.headers })
      cancelEnd()
      cancelEnd = clock.after(longestMs, () => finish(null))
      listen()
    },
    received: () => undefined,
    event,
    comment: (_now, text) => heed(classifyComment(rules, text), 'comment'),
    block(now, { type, ownId }) {
      if (ownId !== null) ledger.id(now, ownId, 'block')
      heed(classifyBlock(rules, type), type)
    },
    retry: () => undefined,
    consumed: () => undefined,
    failed(failure, told) {
      // A stream that breaks off was graded up to there; one that never came is no replay.
      if (answer !== null) {
        finish(null)
        return
      }
      answer = told
      finish(failure)
    },
    ended: () => finish(null),
    noContent(told) {
      answer = told
      finish({ ...statusFailure(told.status), message: '204: the server has nothing to stream.' })
    },
  }

  async function dial(): Promise<void> {
    let request: ConnectionRequest
    try {
      request = await dialler.prepare(settings, settings.url, preparing.signal)
    } catch (error) {
      finish(materialFailure(error))
      return
    }
    if (over) return
    secrets = secretsSent(request, references.values(settings.url))
    connection = dialler.open({ ...request, lastEventId: from }, sink)
  }

  function noAnswer(): Failure {
    const seconds = Math.round(Math.min(settings.connectTimeout, longestMs) / 100) / 10
    return failureOf('connect-timeout', { message: `No answer within ${seconds} s.` })
  }

  signal.addEventListener('abort', abort)
  dial().catch((error: unknown) => finish(materialFailure(error)))
  return promise
}

/** A server that refuses the id itself has answered the question; any other refusal leaves it open. */
function refused(failure: Failure, badIdStatus: number | null): Pick<DrillView, 'verdict' | 'evidence'> {
  if (failure.status !== null && failure.status === badIdStatus)
    return { verdict: 'failed', evidence: `The server refused the id itself, with status ${failure.status}.` }
  return { verdict: 'unknown', evidence: `There was no replay to grade: ${failure.message}` }
}
