import { X } from 'lucide-react'
import type { JSX } from 'react'
import { useFleet, useFleetStore } from '../use-fleet.ts'
import {
  type Arrangement,
  type Grouping,
  groupings,
  narrows,
  type Sort,
  sorts,
  toggled,
} from './arrangement.ts'
import { FilterMenu } from './FilterMenu.tsx'
import { SelectionBar } from './SelectionBar.tsx'
import { stateWords } from './state.ts'

/** The filters in force, and how the list is laid out; or, while some are selected, what to do about those. */
export function Toolbar(): JSX.Element | null {
  const known = useFleet((state) => state.views !== null)
  const any = useFleet((state) => state.all.length > 0)
  const selecting = useFleet((state) => state.selected.size > 0)
  // Its place is kept from the beginning, so that the list stays where it is when the endpoints come.
  if (!known) return <div className="h-9.5 flex-none" />
  if (!any) return null
  return <div className="px-5 pb-2">{selecting ? <SelectionBar /> : <Arranging />}</div>
}

function Arranging(): JSX.Element {
  return (
    <div role="toolbar" aria-label="Filters and order" className="flex h-7.5 items-center gap-2">
      <FilterMenu />
      <Chips />
      <span className="flex-1" />
      <FoldHealthy />
      <GroupBy />
      <SortBy />
    </div>
  )
}

interface Chip {
  readonly what: string
  readonly value: string
  readonly without: Partial<Arrangement>
}

function chipsOf({ states, tags, groups }: Arrangement): readonly Chip[] {
  return [
    ...states.map((state) => ({
      what: 'State',
      value: stateWords[state],
      without: { states: toggled(states, state) },
    })),
    ...groups.map((group) => ({ what: 'Group', value: group, without: { groups: toggled(groups, group) } })),
    ...tags.map((tag) => ({ what: 'Tag', value: tag, without: { tags: toggled(tags, tag) } })),
  ]
}

function Chips(): JSX.Element {
  const store = useFleetStore()
  const arrangement = useFleet((state) => state.arrangement)
  const search = useFleet((state) => state.search)
  const shown = useFleet((state) => state.rows.length)
  const all = useFleet((state) => state.all.length)
  const narrowed = narrows(arrangement) || search !== ''
  return (
    <>
      <ul aria-label="Filters" className="flex min-w-0 items-center gap-1.5 overflow-hidden">
        {chipsOf(arrangement).map(({ what, value, without }) => (
          <li key={`${what} ${value}`} className="min-w-0">
            <button
              type="button"
              title={`${what}: ${value}`}
              onClick={() => store.arrange(without)}
              className="flex h-6 max-w-44 items-center gap-1 rounded-full border border-accent bg-sel pr-1.5 pl-2.5 text-xs hover:bg-hover"
            >
              <span className="sr-only">Remove the filter </span>
              <span className="text-muted">{what}: </span>
              <span className="min-w-0 truncate">{value}</span>
              <X className="size-3 flex-none" aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      {narrowed && (
        <span role="status" className="flex-none text-xs whitespace-nowrap text-faint">
          {shown} of {all} shown
        </span>
      )}
    </>
  )
}

function FoldHealthy(): JSX.Element {
  const store = useFleetStore()
  const folded = useFleet((state) => state.arrangement.foldHealthy)
  return (
    <button
      type="button"
      aria-pressed={folded}
      onClick={() => store.arrange({ foldHealthy: !folded })}
      className="btn btn-sm px-2.5 aria-pressed:border-accent aria-pressed:bg-sel"
    >
      Fold healthy
    </button>
  )
}

const groupWords: Readonly<Record<Grouping, string>> = {
  none: 'No groups',
  group: 'By group',
  tag: 'By tag',
  host: 'By host',
}

function GroupBy(): JSX.Element {
  const store = useFleetStore()
  const value = useFleet((state) => state.arrangement.groupBy)
  const options = groupings.map((one) => ({ value: one, text: groupWords[one] }))
  return (
    <Choice label="Group" value={value} options={options} choose={(groupBy) => store.arrange({ groupBy })} />
  )
}

const sortWords: Readonly<Record<Sort, string>> = {
  worst: 'Worst first',
  name: 'Name',
  group: 'Group',
  latency: 'Latency',
}

function SortBy(): JSX.Element {
  const store = useFleetStore()
  const value = useFleet((state) => state.arrangement.sort)
  const options = sorts.map((one) => ({ value: one, text: sortWords[one] }))
  return <Choice label="Sort" value={value} options={options} choose={(sort) => store.arrange({ sort })} />
}

interface ChoiceProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly options: readonly { readonly value: T; readonly text: string }[]
  readonly choose: (value: T) => void
}

function Choice<T extends string>({ label, value, options, choose }: ChoiceProps<T>): JSX.Element {
  return (
    <label className="flex items-center gap-1.5 text-xs whitespace-nowrap text-faint">
      {label}
      <select
        aria-label={`${label} by`}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value)
          if (chosen) choose(chosen.value)
        }}
        className="h-6.5 rounded-md border border-line bg-panel px-1.5 text-text hover:bg-hover"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </label>
  )
}
