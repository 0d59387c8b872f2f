/** Finds a period in the closes that nobody announced: offered as a setting, never assumed (1-model.md, "Rotation"). */
export interface CloseWatch {
  /** A stable connection was closed after `age` ms, without a word and off any schedule. */
  closed(age: number): void
  /** A sentence on the period that shows in the newest closes; null where none does. */
  remark(): string | null
}

const remembered = 6
const needed = 4
const tolerance = 0.05

export function createCloseWatch(): CloseWatch {
  let ages: readonly number[] = []
  let sentence: string | null = null

  return {
    closed(age) {
      ages = [...ages, age].slice(-remembered)
      const like = largestCluster(ages)
      sentence = like.length < needed ? null : offer(like, ages.length)
    },
    remark: () => sentence,
  }
}

/** The most ages that lie within the tolerance of one of them, ascending. */
function largestCluster(ages: readonly number[]): readonly number[] {
  let best: readonly number[] = []
  for (const period of ages) {
    const like = ages.filter((age) => Math.abs(age - period) <= period * tolerance)
    if (like.length > best.length) best = like
  }
  return best.toSorted((a, b) => a - b)
}

function offer(like: readonly number[], all: number): string {
  const every = durationText(like[like.length >> 1] ?? 0)
  return (
    `${like.length} of the last ${all} closes came about ${every} after the opening: ` +
    `if that is the server's schedule, set rotation: { every: ${every} }.`
  )
}

/** As the configuration writes it, to whole minutes where those are near. */
function durationText(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes > 0 && Math.abs(ms - minutes * 60_000) <= ms * tolerance) return `${minutes}m`
  return `${Math.round(ms / 1000)}s`
}
