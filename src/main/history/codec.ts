import type { Measure } from '../../shared/view.ts'
import { addToBucket, type Histogram } from '../monitor/histogram.ts'
import type { Rollup } from '../monitor/recording.ts'
import { type Cursor, putVarint, takeVarint } from './bytes.ts'
import { columnCount } from './columns.ts'
import { unreadable } from './errors.ts'
import { count, createTally, histogramOf, rollupOf, type Tally, tallyOf } from './tally.ts'

/** The first byte of each body: how the rest is written. */
const version = 1
/** Latencies are kept in hundredths of a millisecond: whole numbers, which add up exactly. */
const unitsPerMs = 100

/** What of latency follows: the older measure first. */
const measuresByMark: readonly (readonly Measure[])[] = [
  [],
  ['delay'],
  ['lateness'],
  ['lateness', 'delay'],
  ['delay', 'lateness'],
]

/** A rollup as it is kept: some 25 bytes for a quiet 10 s. */
export function encodeRollup(rollup: Rollup): Uint8Array {
  return encodeTally(tallyOf(rollup))
}

/** What `encodeRollup` wrote; throws a `HistoryError` for anything else. */
export function decodeRollup(body: Uint8Array): Rollup {
  const tally = createTally()
  addBody(tally, { bytes: body, at: 0 })
  return rollupOf(tally)
}

export function encodeTally(tally: Tally): Uint8Array {
  const bytes = [version]
  const used: number[] = []
  for (let column = 0; column < columnCount; column++) if (amountOf(tally, column) > 0) used.push(column)
  putVarint(bytes, used.length)
  let before = 0
  for (const column of used) {
    putVarint(bytes, column - before)
    putVarint(bytes, amountOf(tally, column))
    before = column
  }
  const mark = markOf(tally)
  bytes.push(mark)
  for (const measure of measuresByMark[mark] ?? []) putHistogram(bytes, histogramOf(tally, measure))
  return new Uint8Array(bytes)
}

/**
 * Adds what the body at `cursor` holds to `tally`, and moves on to its end. Columns of a newer version, which have no
 * number here, are passed over.
 */
export function addBody(tally: Tally, cursor: Cursor): void {
  const written = takeVarint(cursor)
  if (written !== version) throw unreadable(`A stored rollup has the unknown version ${written}.`)
  const pairs = takeVarint(cursor)
  let column = 0
  for (let pair = 0; pair < pairs; pair++) {
    column += takeVarint(cursor)
    const amount = takeVarint(cursor)
    if (column < columnCount) count(tally, column, amount)
  }
  for (const measure of measuresMarked(takeVarint(cursor))) {
    addHistogram(histogramOf(tally, measure), cursor)
    tally.newest = measure
  }
}

/** Throws a `HistoryError` where `body` is not one whole rollup; a tenth of what adding it up would cost. */
export function checkBody(body: Uint8Array): void {
  const cursor: Cursor = { bytes: body, at: 0 }
  if (takeVarint(cursor) !== version) throw unreadable('A stored rollup has an unknown version.')
  passNumbers(cursor, 2 * takeVarint(cursor))
  for (const _ of measuresMarked(takeVarint(cursor))) {
    const size = takeVarint(cursor)
    passNumbers(cursor, 2 + 2 * size)
  }
  if (cursor.at !== body.length) throw unreadable('A stored rollup does not end where it should.')
}

function passNumbers(cursor: Cursor, count: number): void {
  for (let number = 0; number < count; number++) takeVarint(cursor)
}

function measuresMarked(mark: number): readonly Measure[] {
  const measures = measuresByMark[mark]
  if (measures === undefined) throw unreadable('A stored rollup holds an unknown measure.')
  return measures
}

function amountOf(tally: Tally, column: number): number {
  return Math.round(tally.counts[column] ?? 0)
}

function markOf({ delay, lateness, newest }: Tally): number {
  const held = (histogram: Histogram | null): boolean => histogram !== null && histogram.count > 0
  if (held(delay) && held(lateness)) return newest === 'delay' ? 3 : 4
  if (held(delay)) return 1
  return held(lateness) ? 2 : 0
}

function putHistogram(bytes: number[], histogram: Histogram): void {
  putVarint(bytes, histogram.size)
  putVarint(bytes, Math.round(histogram.sum * unitsPerMs))
  putVarint(bytes, Math.round(histogram.max * unitsPerMs))
  let before = 0
  for (let index = 0; index < histogram.size; index++) {
    const bucket = histogram.buckets[index] ?? 0
    putVarint(bytes, bucket - before)
    putVarint(bytes, histogram.counts[index] ?? 0)
    before = bucket
  }
}

function addHistogram(histogram: Histogram, cursor: Cursor): void {
  const size = takeVarint(cursor)
  histogram.sum += takeVarint(cursor) / unitsPerMs
  histogram.max = Math.max(histogram.max, takeVarint(cursor) / unitsPerMs)
  let bucket = 0
  for (let index = 0; index < size; index++) {
    bucket += takeVarint(cursor)
    addToBucket(histogram, bucket, takeVarint(cursor))
  }
}
