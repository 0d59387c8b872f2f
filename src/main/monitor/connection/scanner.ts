import { cr, endsOf, lf } from './lineEnds.ts'
import { fieldOf, type Mark, retryOf, valueStart } from './marks.ts'

/**
 * Walks the bytes of a stream before the client's parser gets them, for what the parser does not tell: complete
 * lines (signs of life), comments, blocks without data, `retry:`, sizes, and limits in bytes. Values of
 * dispatched events are left to the parser: nothing is decoded twice, and a chunk of whole events costs no
 * allocation but one mark for each.
 */
export interface Scanner {
  /** Found and not yet told, oldest first. The reader empties it. */
  readonly marks: Mark[]
  /** Returns the count of complete lines in `chunk`. Nothing is scanned after an overflow. */
  scan(chunk: Buffer): number
  setLimit(bytes: number): void
  /** Bytes that wait for the end of their line or block, here and in the parser. */
  held(): number
  /** What went over the limit, with the offset in the last chunk up to which the parser may have it. */
  overflow(): { readonly what: 'line' | 'event'; readonly safe: number } | null
}

/** No field name is longer, so that this many bytes tell what a line is. */
const nameBytes = 6
const empty = Buffer.alloc(0)

/** `firstLimit`: bytes for one line, and for all lines of one event (comments apart). */
export function createScanner(firstLimit: number): Scanner {
  let limit = firstLimit
  const marks: Mark[] = []
  // The line under way: bytes seen in earlier chunks, kept only where its value will be needed.
  let partial = 0
  let carry = empty
  let carried = 0
  let skipping = false
  let afterCr = false
  // The block under way.
  let blockBytes = 0
  let hasData = false
  let type: Value | null = null
  let id: Value | null = null
  let over: { what: 'line' | 'event'; safe: number } | null = null

  function line(bytes: Buffer, from: number, to: number): void {
    switch (fieldOf(bytes, from, to)) {
      case 'data':
        hasData = true
        return
      case 'event':
        type = { bytes, from: valueStart(bytes, from, to, 5), to }
        return
      case 'id': {
        const start = valueStart(bytes, from, to, 2)
        // [spec] an id with NUL is ignored.
        if (!hasNul(bytes, start, to)) id = { bytes, from: start, to }
        return
      }
      case 'retry': {
        const ms = retryOf(bytes.toString('latin1', valueStart(bytes, from, to, 5), to))
        if (ms !== null) marks.push({ kind: 'retry', ms })
        return
      }
      case 'comment':
        marks.push({ kind: 'comment', text: bytes.toString('utf8', valueStart(bytes, from, to, 0), to) })
        return
      case 'other':
        return
    }
  }

  function endBlock(): void {
    if (hasData) marks.push({ kind: 'event', bytes: blockBytes, hasId: id !== null })
    else if (type !== null || id !== null)
      marks.push({ kind: 'block', type: (type && text(type)) || 'message', ownId: id && text(id) })
    blockBytes = 0
    hasData = false
    type = null
    id = null
  }

  /** One complete line: `[from, to)` of this chunk, after what was carried. `size` counts its terminator too. */
  function endLine(chunk: Buffer, from: number, to: number, size: number): boolean {
    const length = partial + to - from
    if (length > limit) return exceed('line', from)
    const comment = carried > 0 ? carry[0] === 58 : partial === 0 && chunk[from] === 58 && to > from
    if (!comment) {
      blockBytes += size
      if (blockBytes > limit && length > 0) return exceed('event', from)
    }
    if (length === 0) endBlock()
    else if (partial === 0) line(chunk, from, to)
    else if (!skipping) {
      append(chunk, from, to)
      line(carry.subarray(0, carried), 0, carried)
      // The block may still point into these bytes: the next carried line gets its own.
      carry = empty
    }
    partial = 0
    carried = 0
    skipping = false
    return true
  }

  function exceed(what: 'line' | 'event', safe: number): false {
    over = { what, safe }
    return false
  }

  function append(chunk: Buffer, from: number, to: number): void {
    const size = carried + to - from
    if (size > carry.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(64, size, carry.length * 2))
      carry.copy(grown, 0, 0, carried)
      carry = grown
    }
    chunk.copy(carry, carried, from, to)
    carried = size
  }

  /** What is left of the chunk after its last terminator. */
  function keep(chunk: Buffer, from: number): void {
    if (from < chunk.length) {
      const length = partial + chunk.length - from
      if (!skipping) append(chunk, from, chunk.length)
      partial = length
      if (carried >= nameBytes) {
        const field = fieldOf(carry, 0, carried)
        if (field === 'data' || field === 'other') drop(field === 'data')
      }
      if (length > limit) exceed('line', from)
      else if (carry[0] !== 58 && blockBytes + length > limit) exceed('event', from)
    }
    if (type) type = own(type, chunk)
    if (id) id = own(id, chunk)
  }

  /** The rest of this line matters to nobody here: only its length counts. */
  function drop(isData: boolean): void {
    skipping = true
    if (isData) hasData = true
    carry = empty
    carried = 0
  }

  /** [spec] a line ends with CR LF, LF or CR; a CR ends it at once, and a LF right after it is skipped. */
  function scanLines(chunk: Buffer, begin: number): number {
    let lines = 0
    let start = begin
    const nextEnd = endsOf(chunk)
    for (let end = nextEnd(start); end !== -1; end = nextEnd(start)) {
      if (!endLine(chunk, start, end, sizeOf(start, end, begin))) return lines
      lines++
      start = end + 1
      if (chunk[end] === cr) {
        if (start === chunk.length) afterCr = true
        else if (chunk[start] === lf) start++
      }
    }
    keep(chunk, start)
    return lines
  }

  /** Bytes of a line with one terminator byte, whatever the terminator: the same however the bytes arrive. */
  function sizeOf(start: number, end: number, begin: number): number {
    return end - start + 1 + (start === begin ? partial : 0)
  }

  return {
    marks,
    scan(chunk) {
      if (over || chunk.length === 0) return 0
      const begin = afterCr && chunk[0] === lf ? 1 : 0
      afterCr = false
      return scanLines(chunk, begin)
    },
    setLimit(bytes) {
      limit = bytes
    },
    held: () => partial + blockBytes,
    overflow: () => over,
  }
}

/** A value where it lies, decoded only when it is needed. */
interface Value {
  readonly bytes: Buffer
  readonly from: number
  readonly to: number
}

function text(value: Value): string {
  return value.bytes.toString('utf8', value.from, value.to)
}

/** A copy where the value lies in the chunk, which must not stay in memory for it. */
function own(value: Value, chunk: Buffer): Value {
  if (value.bytes !== chunk) return value
  const bytes = Buffer.from(chunk.subarray(value.from, value.to))
  return { bytes, from: 0, to: bytes.length }
}

function hasNul(bytes: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] === 0) return true
  return false
}
