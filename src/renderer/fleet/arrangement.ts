import { type ShownState, shownStates } from './state.ts'

export const sorts = ['worst', 'name', 'group', 'latency'] as const
export type Sort = (typeof sorts)[number]

export const groupings = ['none', 'group', 'tag', 'host'] as const
export type Grouping = (typeof groupings)[number]

/** How the list is laid out, and what it leaves out. It survives a reload; the search does not. */
export interface Arrangement {
  readonly sort: Sort
  readonly groupBy: Grouping
  /** Empty for all. */
  readonly states: readonly ShownState[]
  readonly tags: readonly string[]
  readonly groups: readonly string[]
  /** Keys of the groups whose rows are folded away. */
  readonly folded: readonly string[]
  /** One line stands for all that are well. */
  readonly foldHealthy: boolean
}

export const plain: Arrangement = {
  sort: 'worst',
  groupBy: 'none',
  states: [],
  tags: [],
  groups: [],
  folded: [],
  foldHealthy: false,
}

/** Where an arrangement is kept between two visits. Neither ever throws. */
export interface Memory {
  read(): string | null
  write(text: string): void
}

/** What was kept; whatever is not understood is as it was at the beginning. */
export function recall(text: string | null): Arrangement {
  const kept = parsed(text)
  return {
    sort: oneOf(sorts, kept.sort) ?? plain.sort,
    groupBy: oneOf(groupings, kept.groupBy) ?? plain.groupBy,
    states: texts(kept.states).flatMap((text) => oneOf(shownStates, text) ?? []),
    tags: texts(kept.tags),
    groups: texts(kept.groups),
    folded: texts(kept.folded),
    foldHealthy: kept.foldHealthy === true,
  }
}

/** The object that was kept as JSON; an empty one where that is none. */
export function parsed(text: string | null): Readonly<Record<string, unknown>> {
  if (text === null) return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}

function oneOf<T extends string>(known: readonly T[], value: unknown): T | undefined {
  return known.find((one) => one === value)
}

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? [...new Set(value.filter((one) => typeof one === 'string'))] : []

/** With the value if it was not among them, without it if it was. */
export function toggled<T>(values: readonly T[], value: T): readonly T[] {
  return values.includes(value) ? values.filter((one) => one !== value) : [...values, value]
}

/** Whether anything but the search narrows the list. */
export function narrows({ states, tags, groups }: Arrangement): boolean {
  return states.length + tags.length + groups.length > 0
}
