import { unreadable } from './errors.ts'
/** Where one stands in bytes that are read. */
export interface Cursor {
  readonly bytes: Uint8Array
  at: number
}

/** Appends a whole number, held between 0 and 2^53 - 1: seven bits in each byte, the lowest first. */
export function putVarint(bytes: number[], value: number): void {
  let rest = Math.min(Math.max(0, value), Number.MAX_SAFE_INTEGER)
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80)
    rest = Math.floor(rest / 0x80)
  }
  bytes.push(rest)
}

/** The next whole number; throws a `HistoryError` where the bytes end within it. */
export function takeVarint(cursor: Cursor): number {
  let value = 0
  let scale = 1
  while (true) {
    const byte = cursor.bytes[cursor.at]
    if (byte === undefined) throw unreadable('A stored rollup ends too early.')
    cursor.at++
    value += (byte & 0x7f) * scale
    if (byte < 0x80) return value
    scale *= 0x80
  }
}
