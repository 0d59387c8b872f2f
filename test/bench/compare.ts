import type { Contestant } from './contestants.ts'
import { type Figures, type Plan, takeTurn } from './turn.ts'

/** Measured in turns, so that what else the machine does falls on all alike. The first is what all are held against. */
export async function compare(contestants: readonly Contestant[], plan: Plan, turns: number): Promise<void> {
  const figures = new Map<string, Figures[]>(contestants.map(({ name }) => [name, []]))
  for (let turn = 0; turn < turns; turn++) {
    for (const contestant of contestants) {
      const taken = await takeTurn(contestant, plan)
      figures.get(contestant.name)?.push(taken)
      if (process.argv.includes('--turns')) console.error(turn, contestant.name, taken)
    }
  }
  const base = [...figures.values()][0] ?? []
  const rows = [...figures].map(([name, taken]) => rowOf(name, taken, base))
  if (process.argv.includes('--json')) console.log(JSON.stringify(rows))
  else console.table(rows)
}

type Key = 'paced' | 'burst' | 'memory'

function rowOf(name: string, taken: readonly Figures[], base: readonly Figures[]) {
  const of = (key: keyof Figures): number => median(taken.map((one) => one[key]))
  return {
    contestant: name,
    'µs/event': rounded(of('paced'), 1),
    ...ratios('paced', taken, base),
    'µs/event, burst': rounded(of('burst'), 2),
    ...ratios('burst', taken, base),
    'KB/stream': rounded(of('memory'), 0),
    ...ratios('memory', taken, base),
    '% of a core': rounded(of('core'), 1),
    'patches/s': rounded(of('patches'), 1),
  }
}

/** Each turn against the first contestant's same turn: the median, and from the least to the most. */
function ratios(key: Key, taken: readonly Figures[], base: readonly Figures[]): Record<string, string> {
  const all = taken.map((one, turn) => one[key] / (base[turn]?.[key] ?? Number.NaN))
  const [least, most] = [Math.min(...all), Math.max(...all)].map((ratio) => ratio.toFixed(2))
  return { [`ratio, ${key}`]: `${median(all).toFixed(2)} (${least} to ${most})` }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}

/** A whole number from the environment. */
export function setting(name: string, fallback: number): number {
  const value = Number(process.env[name] ?? fallback)
  if (!Number.isInteger(value) || value < 0)
    throw new Error(`${name} must be a whole number, not ${process.env[name]}.`)
  return value
}
