import { type NumberedId, numbered } from './ids.ts'

/**
 * Whether an endpoint's ids are contiguous (1-model.md, "Replay"): a constant prefix apart, they were seen to
 * grow by exactly one on the connection before, and never otherwise. Only then may a jump mean a loss.
 */
export interface Contiguity {
  /** A connection opened. `resumeFrom` null: a fresh start, nothing seen before counts. */
  opened(resumeFrom: string | null): void
  /** An id that a block itself carries. `isEvent` false for heartbeats and blocks without data. */
  see(id: string, isEvent: boolean): Step
  /** The prefix of the ids that are contiguous as far as was seen; null without that evidence. */
  prefix(): string | null
}

/**
 * `next` and `jump`: the first new id after a resumption, where the connection before gives the right to
 * judge it. `hole`: the first jump among those that follow it. `again`: a contiguous id of an event that was
 * there before. Null: nothing can be said.
 */
export type Step =
  | { readonly kind: 'next' | 'jump' | 'hole'; readonly from: bigint; readonly to: bigint }
  | { readonly kind: 'again' }
  | null

const again: Step = { kind: 'again' }

interface Line {
  prefix: string
  /** The highest number so far. */
  last: bigint
  /** Whether an event carried it, and not a block without data. */
  lastIsEvent: boolean
}

/** `before`: the prefix of ids that were contiguous in an earlier run. */
export function createContiguity(
  kind: () => 'any' | 'numeric' | 'opaque' | 'none',
  before: string | null = null,
): Contiguity {
  let line: Line | null = null
  /** The prefix of the ids that grew by one on the connection before; null without that evidence. */
  let proven = before
  let carriedIds = false
  let grew = false
  let broken = false
  let resumed = false
  /** No new id came yet since the resumption. */
  let atBoundary = false

  /** A connection without any id says nothing, so that what was proven before it stands. */
  function prefix(): string | null {
    if (!carriedIds) return proven
    return grew && !broken && line ? line.prefix : null
  }

  function closeEvidence(): void {
    proven = prefix()
    carriedIds = false
    grew = false
    broken = false
  }

  function opened(resumeFrom: string | null): void {
    closeEvidence()
    const from = resumeFrom === null ? null : parse(resumeFrom)
    line = from ? { prefix: from.prefix, last: from.number, lastIsEvent: true } : null
    resumed = from !== null
    atBoundary = resumed
    if (from?.prefix !== proven) proven = null
  }

  function see(id: string, isEvent: boolean): Step {
    if (kind() === 'opaque' || kind() === 'none') return null
    carriedIds = true
    const parsed = parse(id)
    if (parsed === null || (line !== null && parsed.prefix !== line.prefix)) return leave(parsed, isEvent)
    if (line === null) {
      line = { prefix: parsed.prefix, last: parsed.number, lastIsEvent: isEvent }
      return null
    }
    return parsed.number > line.last
      ? forward(line, parsed.number, isEvent)
      : back(line, parsed.number, isEvent)
  }

  /** Another prefix, or no number: whatever these ids are, they are not contiguous. */
  function leave(parsed: NumberedId | null, isEvent: boolean): Step {
    broken = true
    atBoundary = false
    line = parsed ? { prefix: parsed.prefix, last: parsed.number, lastIsEvent: isEvent } : null
    return null
  }

  function forward(current: Line, to: bigint, isEvent: boolean): Step {
    const from = current.last
    const isNext = to === from + 1n
    const kind = isNext ? (atBoundary ? 'next' : null) : atBoundary ? 'jump' : 'hole'
    const decides = resumed && !broken && proven === current.prefix
    if (isNext) grew = true
    else if (!atBoundary) broken = true
    atBoundary = false
    current.last = to
    current.lastIsEvent = isEvent
    return decides && kind !== null ? { kind, from, to } : null
  }

  function back(current: Line, number: bigint, isEvent: boolean): Step {
    const isContiguous = !broken && (grew || proven === current.prefix)
    if (!isContiguous) {
      if (number < current.last) broken = true
      return null
    }
    if (!isEvent) return null
    const isFirstEvent = number === current.last && !current.lastIsEvent
    if (number === current.last) current.lastIsEvent = true
    return isFirstEvent ? null : again
  }

  function parse(id: string): NumberedId | null {
    const parsed = numbered(id)
    return parsed && kind() === 'numeric' && parsed.prefix !== '' ? null : parsed
  }

  return { opened, see, prefix }
}
