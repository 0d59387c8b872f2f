import type { Pulse } from './types.ts'

/** Which endpoints try whether the network is back: they hold no timer themselves (rule 3). */
export interface LocalTries {
  /** Ids for the next round: one of each of a few sites, others each time. */
  next(pulses: readonly Pulse[]): readonly string[]
  /** Milliseconds until the next round; `elapsed` since the fault was found. */
  pause(elapsed: number): number
}

const sitesAtATime = 4
/** A fault that lasts is not over in the next moment, and each try leaves its trace in the records. */
const paces = [
  { until: 30_000, pause: 2_000 },
  { until: 300_000, pause: 5_000 },
]
const longPause = 15_000

export function createLocalTries(random: () => number): LocalTries {
  let rounds = 0
  return {
    next(pulses) {
      const sites = [...Map.groupBy(pulses.filter(isLocal), ({ site }) => site ?? '').values()]
      const idle = sites.filter((site) => site.every(({ phase }) => phase === 'unwatched'))
      const first = rounds * sitesAtATime
      rounds++
      const chosen = Array.from({ length: Math.min(sitesAtATime, idle.length) }, (_, index) => first + index)
      return chosen.flatMap((index) => {
        const site = idle[index % idle.length] ?? []
        return site[rounds % site.length]?.id ?? []
      })
    },
    pause(elapsed) {
      const ms = paces.find(({ until }) => elapsed < until)?.pause ?? longPause
      return ms * (0.8 + 0.4 * random())
    },
  }
}

/** Nobody sees it because of the fault; a try that is under way does not change that. */
export function isLocal({ away, site }: Pulse): boolean {
  return away === 'local' && site !== null
}
