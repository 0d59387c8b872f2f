/** What the scanner finds, in the order of the stream. */
export type Mark =
  /** A block with data, that the client dispatches. `hasId`: this very block carries a valid id. */
  | { readonly kind: 'event'; readonly bytes: number; readonly hasId: boolean }
  /** A block without data, that nobody dispatches; its id counts all the same. */
  | { readonly kind: 'block'; readonly type: string; readonly ownId: string | null }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'retry'; readonly ms: number }

export type Field = 'data' | 'event' | 'id' | 'retry' | 'comment' | 'other'

const colon = 58

/**
 * Which field the line `bytes[from, to)` sets. [spec] names are compared literally, with no case folding, and
 * a line without a colon is a name with an empty value.
 */
export function fieldOf(bytes: Buffer, from: number, to: number): Field {
  switch (bytes[from]) {
    case colon:
      return 'comment'
    case 0x64:
      return named(bytes, from, to, names.data) ? 'data' : 'other'
    case 0x65:
      return named(bytes, from, to, names.event) ? 'event' : 'other'
    case 0x69:
      return named(bytes, from, to, names.id) ? 'id' : 'other'
    case 0x72:
      return named(bytes, from, to, names.retry) ? 'retry' : 'other'
    default:
      return 'other'
  }
}

/** Bytes beat characters here: this runs for every line of every stream. */
const names = {
  data: [0x64, 0x61, 0x74, 0x61],
  event: [0x65, 0x76, 0x65, 0x6e, 0x74],
  id: [0x69, 0x64],
  retry: [0x72, 0x65, 0x74, 0x72, 0x79],
} as const

function named(bytes: Buffer, from: number, to: number, name: readonly number[]): boolean {
  const end = from + name.length
  if (end > to || (end < to && bytes[end] !== colon)) return false
  for (let i = 1; i < name.length; i++) if (bytes[from + i] !== name[i]) return false
  return true
}

/** Where the value begins: after the colon and one space. `to` for a name without a colon. */
export function valueStart(bytes: Buffer, from: number, to: number, nameLength: number): number {
  const after = from + nameLength + 1
  if (after >= to) return to
  return bytes[after] === 0x20 ? after + 1 : after
}

/** The digits of a `retry:` value, or null. [spec] ASCII digits only, and at least one. */
export function retryOf(value: string): number | null {
  return /^[0-9]+$/.test(value) ? Number(value) : null
}
