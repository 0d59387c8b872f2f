import type { Failure } from './model/failure.ts'
import type { PresetName } from './settings.ts'
import type { EventView, Measure, TimingView } from './view.ts'

/** A live check: one connection as the form describes it, looked at for a while and closed again. */
export interface ProbeView {
  readonly state: 'connecting' | 'open' | 'done' | 'failed'
  /** What is known by now, in one sentence. */
  readonly sentence: string
  /** Milliseconds since it began. */
  readonly elapsedMs: number
  /** Milliseconds after which it ends by itself. */
  readonly lastsMs: number
  readonly status: number | null
  readonly httpVersion: string | null
  readonly remoteAddress: string | null
  readonly redirects: readonly string[]
  /** Secrets struck out. */
  readonly headers: Readonly<Record<string, string>>
  readonly timing: TimingView
  readonly failure: Failure | null
  /** Oldest first, the first 20; comments too. */
  readonly events: readonly EventView[]
  readonly counts: {
    readonly events: number
    readonly comments: number
    readonly heartbeats: number
    readonly bytes: number
  }
  readonly suggestion: {
    readonly preset: PresetName
    readonly title: string
    /** What speaks for it: "the response header x-connection-id". */
    readonly because: string
  } | null
  /** Measured between heartbeats under the rules of the form, or told by the server. */
  readonly interval: {
    readonly ms: number
    readonly from: 'told' | 'measured'
    readonly beats: number
  } | null
  readonly measure: Measure | null
  /** The last id that came. */
  readonly lastEventId: string | null
}
