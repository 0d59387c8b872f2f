import type { Failure, FailureKind } from '../../../shared/model/failure.ts'
import type { Pulse } from './types.ts'

/** What the last signs of life say of this machine's network. */
export type LocalJudgement =
  | { readonly verdict: 'fine' }
  /** A stream was lost, and time has to tell what became of the others. */
  | { readonly verdict: 'suspect' }
  | {
      readonly verdict: 'fault'
      /** Earliest and newest last sign of those that were talking and fell silent: `Clock.now()`. */
      readonly from: number
      readonly to: number
      readonly streams: number
      readonly sites: readonly string[]
    }

/** All that were talking fall silent within this, and a stream that is quiet for less proves nothing. */
const withinMs = 10_000
const lateAfterIntervals = 1.5
const leastSites = 2

/**
 * When the last signs of life of all streams that were talking stop within 10 seconds, on at least two hosts, the
 * fault is local (1-model.md, "Sleep and network"). Signs up to `since` do not count: they were judged before.
 */
export function judgeLocally(pulses: readonly Pulse[], now: number, since: number): LocalJudgement {
  const voices = pulses.flatMap((pulse) => voiceOf(pulse, since))
  const newest = voices.reduce((latest, { at }) => Math.max(latest, at), since)
  const talking = voices.filter(({ at }) => at >= newest - withinMs)
  if (!talking.some(({ pulse }) => pulse.outageSince !== null)) return { verdict: 'fine' }
  const stands = talking.map(({ pulse, at }) => standOf(pulse, now - at))
  const silent = talking.filter((_, index) => stands[index] === 'silent')
  const sites = new Set(silent.map(({ site }) => site))
  if (stands.includes('heard') || stands.includes('open') || sites.size < leastSites)
    return { verdict: 'suspect' }
  const signs = silent.map(({ at }) => at)
  const [from, to] = [Math.min(...signs), Math.max(...signs)]
  return { verdict: 'fault', from, to, streams: silent.length, sites: [...sites] }
}

interface Voice {
  readonly pulse: Pulse
  readonly site: string
  /** Its last sign of life. */
  readonly at: number
}

/** Who could tell of the network: plain loopback, what was stopped and what nobody watches say nothing of it. */
function voiceOf(pulse: Pulse, since: number): readonly Voice[] {
  const { site, lastSignAt: at, phase, away } = pulse
  if (site === null || at === null || at <= since || phase === 'stopped' || away !== null) return []
  return [{ pulse, site, at }]
}

/**
 * `silent`: it proves that nothing comes through. `heard`: it proves the contrary. `open`: that is soon to be seen.
 * `mute`: it proves nothing.
 */
type Stand = 'silent' | 'heard' | 'open' | 'mute'

function standOf(pulse: Pulse, quietMs: number): Stand {
  if (pulse.phase === 'live') return standOfLive(pulse, quietMs)
  const { failure, outageSince } = pulse
  // It rotates, or nothing counts for it just now.
  if (outageSince === null || failure === null) return 'open'
  if (isAnswer(failure)) return 'heard'
  if (unreached.has(failure.kind)) return 'silent'
  if (ownDoing.has(failure.kind)) return 'mute'
  // A reset is the far side's own word. Only that nothing follows it speaks of the way there.
  return quietMs > withinMs ? 'silent' : 'open'
}

function standOfLive({ intervalMs }: Pulse, quietMs: number): Stand {
  if (quietMs <= Math.max(withinMs, (intervalMs ?? 0) * lateAfterIntervals)) return 'heard'
  return intervalMs === null ? 'mute' : 'silent'
}

const unreached: ReadonlySet<FailureKind> = new Set([
  'refused',
  'dns',
  'unreachable',
  'connect-timeout',
  'silence',
])

/** Nothing was sent, or too much came: no matter of the way there. */
const ownDoing: ReadonlySet<FailureKind> = new Set(['credentials', 'frame-too-large'])

/** 511: "network authentication required", the word of a captive portal. */
const portalStatus = 511

/** The far side itself spoke, and no captive portal in its place. */
export function isAnswer({ kind, status }: Failure): boolean {
  return kind === 'told-error' || (status !== null && status !== portalStatus)
}
