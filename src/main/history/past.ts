import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { healths, phases } from '../../shared/view.ts'
import type { LongSpan, TransitionRecord } from '../monitor/recording.ts'
import { numberIn, textIn } from './rows.ts'

/** Transitions and long spans: what is kept as it came. Times are epoch ms, `to` included. */
export interface Past {
  /** The newest `limit`, oldest first. */
  transitions(endpoint: number, from: number, to: number, limit: number): readonly TransitionRecord[]
  /** Those that fall into the range in part, too. */
  longSpans(endpoint: number, from: number, to: number): readonly LongSpan[]
}

export function createPast(db: DatabaseSync): Past {
  const read = db.prepare(`
    SELECT at, phase, health, reason FROM transitions
    WHERE endpoint = ? AND at BETWEEN ? AND ? ORDER BY at DESC, rowid DESC LIMIT ?`)
  const readSpans = db.prepare(`
    SELECT "from", "to", phase FROM long_spans
    WHERE endpoint = ? AND "from" <= ? AND "to" >= ? ORDER BY "from"`)

  return {
    transitions: (endpoint, from, to, limit) =>
      read
        .all(endpoint, from, to, limit)
        .flatMap((row) => transitionOf(row) ?? [])
        .reverse(),
    longSpans: (endpoint, from, to) => readSpans.all(endpoint, to, from).flatMap((row) => spanOf(row) ?? []),
  }
}

/** Null for one of a phase that this version does not know. */
function transitionOf(row: Record<string, SQLOutputValue>): TransitionRecord | null {
  const phase = phases.find((known) => known === row.phase)
  if (phase === undefined) return null
  const health = healths.find((known) => known === row.health) ?? null
  return { at: numberIn(row.at), phase, health, reason: textIn(row.reason) }
}

function spanOf(row: Record<string, SQLOutputValue>): LongSpan | null {
  const phase = phases.find((known) => known === row.phase)
  return phase === undefined ? null : { phase, from: numberIn(row.from), to: numberIn(row.to) }
}
