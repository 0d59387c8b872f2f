import type { AttemptView, ChosenBy, Source } from '../../shared/view.ts'
import { reasonOf } from '../charts/reasons.ts'
import { latency, span } from '../fleet/time.ts'

const sources: Readonly<Record<Source, string>> = {
  config: 'configured',
  header: 'told by the server',
  preset: 'of the preset',
  learned: 'learned',
}

export const sourceWords = (source: Source | null): string => (source === null ? '' : sources[source])

const choosers: Readonly<Record<ChosenBy, string>> = {
  backoff: 'backoff',
  'retry-hint': "the server's retry field",
  'retry-after': 'Retry-After',
  rotation: 'a rotation',
  grace: 'the grace after a wake',
  queue: 'the connecting limits',
}

/** What came of an attempt: `live`, `503`, `refused`. */
export function resultWords({ result, status }: AttemptView): string {
  if (result === 'live') return 'live'
  if (result === 'http-status' && status !== null) return `HTTP ${status}`
  if (status !== null && status !== 200) return `${status}, ${reasonOf(result).words}`
  return reasonOf(result).words
}

/** The delay that followed and who chose it; empty where none did. */
export function delayWords({ delayMs, chosenBy }: AttemptView): string {
  if (delayMs === null) return ''
  return `then ${briefly(delayMs)}${chosenBy === null ? '' : `: ${choosers[chosenBy]}`}`
}

/** A duration from under a millisecond to days. */
export const briefly = (ms: number): string => (ms < 10_000 ? latency(ms) : span(ms))

/** `64 B`, `12 KB`, `1.2 MB`, `3 GB`; powers of 1,024. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${Math.round(bytes)} B`
  if (bytes < 1024 * 1024) return `${decimal(bytes / 1024)} KB`
  if (bytes < 1024 ** 3) return `${decimal(bytes / 1024 ** 2)} MB`
  return `${decimal(bytes / 1024 ** 3)} GB`
}

const decimal = (value: number): string =>
  value < 9.95 ? value.toFixed(1).replace('.0', '') : String(Math.round(value))

/** A count with thousands set apart. */
export const count = (value: number): string => value.toLocaleString('en-US')
