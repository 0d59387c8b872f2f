import type { ReplayView, Verdict } from '../../shared/view.ts'
import { longestSentId } from './connection/headers.ts'
import { createContiguity } from './contiguity.ts'
import { createRecentIds } from './ids.ts'
import type { EndpointMemory } from './recording.ts'
import type { Rules } from './rules.ts'

/** A settled verdict with what it rests on. */
export interface Grade {
  readonly verdict: Verdict
  /** One sentence. */
  readonly evidence: string
  /** When it was settled (the caller's time). */
  readonly at: number
  /** What it takes the place of, where a later sign moved the verdict of the same reconnection. */
  readonly replaces: { readonly verdict: Verdict; readonly at: number } | null
}

export interface Opening {
  /** The Last-Event-ID of the request; null for a fresh start. */
  readonly resumeFrom: string | null
  /** False where the id could not be sent. */
  readonly sent: boolean
  /** Response headers, lower-case names. */
  readonly headers: Readonly<Record<string, string>>
}

/** Grades each reconnection that had a Last-Event-ID (1-model.md, "Replay"), and counts duplicates. */
export interface ReplayLedger {
  /** A change of rules applies at once. */
  use(rules: Rules): void
  opened(at: number, opening: Opening): void
  /**
   * An id that a block itself carries (or its data, where the rules say so). Returns true for an event that was
   * seen before.
   */
  id(at: number, id: string, carrier: 'event' | 'heartbeat' | 'block'): boolean
  /** The server's word: an event type or a field of the data, named in `what`. */
  told(at: number, verdict: 'complete' | 'truncated' | 'failed', what: string): void
  /** To be called at `dueAt`. */
  tick(at: number): void
  closed(at: number): void
  /** When the connection opened whose verdict is pending; null while nothing is. */
  pendingSince(): number | null
  /** When a pending verdict becomes `unknown`; null while nothing is pending. */
  dueAt(): number | null
  view(): ReplayView
  /** The newest settled verdict; null before the first. */
  grade(): Grade | null
  /** How many events the lossy reconnections did not bring, by their ids; null where those of one do not tell. */
  missing(): number | null
  /** What was missing was fetched: that count begins anew. */
  forgive(): void
  /** The prefix of ids that were seen to grow by exactly one; null without that evidence. */
  contiguousPrefix(): string | null
  /** The endpoint became another one (its URL changed): nothing seen before counts. */
  forget(): void
}

const pendingMs = 2000

/** A reconnection that gets a verdict. */
interface Graded {
  readonly openedAt: number
  grade: Grade | null
  /** Its ids told how many events are missing. */
  isCounted: boolean
}

/** Whether a reconnection did not bring everything. */
export function isLossy(grade: Pick<Grade, 'verdict'> | null): boolean {
  return grade?.verdict === 'truncated' || grade?.verdict === 'failed'
}

/** `unknown` gives way to any word, `complete` to a worse one: a server may tell late. */
const weight: Readonly<Record<Verdict, number>> = {
  unknown: 0,
  snapshot: 1,
  complete: 1,
  truncated: 2,
  failed: 3,
}

/** `earlier`: what was known of the stream before this run; null where it is new. */
export function createReplayLedger(
  first: Rules,
  onGrade: (grade: Grade) => void,
  earlier: Pick<EndpointMemory, 'everLive' | 'contiguousPrefix'> | null = null,
): ReplayLedger {
  const counts: Record<Verdict, number> = { complete: 0, truncated: 0, failed: 0, snapshot: 0, unknown: 0 }
  const recent = createRecentIds()
  const contiguity = createContiguity(() => rules.ids.kind, earlier?.contiguousPrefix)
  let rules = first
  let wasOpened = earlier?.everLive ?? false
  /** The reconnection that is graded now: `null` where none is, or it has no verdict to get. */
  let graded: Graded | null = null
  let newest: Grade | null = null
  let missing = 0
  /** Lossy reconnections whose ids did not tell. */
  let untold = 0

  function settle(at: number, verdict: Verdict, evidence: string): void {
    if (graded === null) return
    const before = graded.grade
    if (before !== null && weight[verdict] <= weight[before.verdict]) return
    const wasLossy = isLossy(before)
    const replaces = before && { verdict: before.verdict, at: before.at }
    graded.grade = { verdict, evidence, at, replaces }
    newest = graded.grade
    if (!wasLossy && isLossy(newest) && !graded.isCounted) untold++
    if (before) counts[before.verdict]--
    counts[verdict]++
    onGrade(newest)
  }

  function opened(at: number, opening: Opening): void {
    const { resumeFrom } = opening
    const isGraded =
      resumeFrom !== null || (wasOpened && (rules.ids.kind === 'none' || rules.replay.snapshot))
    wasOpened = true
    contiguity.opened(resumeFrom)
    graded = isGraded ? { openedAt: at, grade: null, isCounted: false } : null
    if (rules.replay.snapshot) settle(at, 'snapshot', 'This server sends the full state on each connect.')
    else if (resumeFrom === null)
      settle(at, 'unknown', 'This server sends no ids, so that nothing tells what was missed.')
    else if (!opening.sent) settle(at, 'unknown', notSent(resumeFrom))
    else if (!byHeader(at, opening, resumeFrom)) withoutHeader(at)
  }

  function byHeader(at: number, { headers }: Opening, resumeFrom: string): boolean {
    const name = rules.replay.headers.find((header) => headers[header] !== undefined)
    const value = name === undefined ? undefined : headers[name]
    if (name === undefined || value === undefined) return false
    const isSame = value === resumeFrom || fromUtf8Bytes(value) === resumeFrom
    if (isSame) settle(at, 'complete', `${name} answers ${short(value)}, the id that was sent.`)
    else settle(at, 'truncated', `${name} answers ${short(value)} instead of ${short(resumeFrom)}.`)
    return true
  }

  /** A server that has no word for it, and whose ids cannot show it, leaves nothing to wait for. */
  function withoutHeader(at: number): void {
    const idsCanTell = rules.ids.kind === 'any' || rules.ids.kind === 'numeric'
    if (!rules.replay.tells && !idsCanTell) settle(at, 'unknown', 'This server has no way to tell.')
  }

  function id(at: number, value: string, carrier: 'event' | 'heartbeat' | 'block'): boolean {
    if (value === '' || rules.ids.ignore.has(value)) return false
    const isEvent = carrier === 'event'
    const step = contiguity.see(value, isEvent)
    if (step?.kind === 'next')
      settle(at, 'complete', `The first new id is ${step.to}, right after ${step.from}.`)
    if (step?.kind === 'jump' || (step?.kind === 'hole' && isEarly(at))) {
      miss(Number(step.to - step.from - 1n))
      settle(at, 'truncated', jumped(step.from, step.to))
    }
    if (!isEvent) return false
    const isAgain = step?.kind === 'again' || recent.has(value)
    recent.add(value)
    return isAgain
  }

  function miss(count: number): void {
    missing += count
    if (graded === null || graded.isCounted) return
    if (isLossy(graded.grade)) untold--
    graded.isCounted = true
  }

  function forgive(): void {
    missing = 0
    untold = 0
  }

  /** Where a replay ends nothing tells: what jumps soon after the opening is taken as part of it. */
  function isEarly(at: number): boolean {
    return graded !== null && at <= graded.openedAt + pendingMs
  }

  function unknownIfPending(at: number, evidence: string): void {
    if (graded !== null && graded.grade === null) settle(at, 'unknown', evidence)
  }

  const pendingSince = (): number | null =>
    graded !== null && graded.grade === null ? graded.openedAt : null

  function dueAt(): number | null {
    const since = pendingSince()
    return since === null ? null : since + pendingMs
  }

  return {
    use(next) {
      rules = next
    },
    opened,
    id,
    told: (at, verdict, what) => settle(at, verdict, `The server said so: ${what}.`),
    tick(at) {
      const due = dueAt()
      if (due !== null && at >= due)
        unknownIfPending(at, 'Nothing told in 2 s whether the replay was complete.')
    },
    closed(at) {
      unknownIfPending(at, 'The connection ended before anything told whether the replay was complete.')
      graded = null
    },
    pendingSince,
    dueAt,
    view: () => ({ ...counts, last: dueAt() === null ? (newest?.verdict ?? null) : 'pending' }),
    grade: () => newest,
    missing: () => (missing === 0 || untold > 0 ? null : missing),
    forgive,
    contiguousPrefix: contiguity.prefix,
    forget() {
      recent.clear()
      contiguity.opened(null)
      wasOpened = false
      graded = null
      forgive()
    },
  }
}

/**
 * The Last-Event-ID to resume from after a block: the standard's sticky id, but never one that the server calls
 * an error mark; null after an empty id, which asks for none [spec].
 */
export function resumableId(
  rules: Rules,
  previous: string | null,
  lastEventId: string | null,
): string | null {
  if (lastEventId === null || rules.ids.ignore.has(lastEventId)) return previous
  return lastEventId === '' ? null : lastEventId
}

function notSent(id: string): string {
  const bytes = Buffer.byteLength(id)
  return bytes > longestSentId
    ? `The last id was not sent: it has ${bytes} bytes, over the limit of 4,096.`
    : 'The last id was not sent: it cannot be a header.'
}

function jumped(from: bigint, to: bigint): string {
  const missing = to - from - 1n
  return `The ids jump from ${from} to ${to}: ${missing} ${missing === 1n ? 'event is' : 'events are'} missing.`
}

function short(id: string): string {
  return JSON.stringify(id.length > 60 ? `${id.slice(0, 60)}…` : id)
}

/** Node gives header bytes as Latin-1; ids are UTF-8. */
function fromUtf8Bytes(value: string): string {
  return Buffer.from(value, 'latin1').toString('utf8')
}
