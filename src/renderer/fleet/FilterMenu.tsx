import { Check, ListFilter } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { JSX, ReactNode } from 'react'
import { useFleet, useFleetStore } from '../use-fleet.ts'
import { toggled } from './arrangement.ts'
import { compareTexts, type Row } from './order.ts'
import { shownStates, stateWords, tally } from './state.ts'

/** Chooses states, groups and tags; it stays open for more than one. */
export function FilterMenu(): JSX.Element {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="btn btn-sm flex-none px-2.5">
        <ListFilter className="size-3.5" aria-hidden="true" /> Filter
      </DropdownMenu.Trigger>
      <DropdownMenu.Content align="start" sideOffset={4} className="menu">
        <Choices />
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}

function Choices(): JSX.Element {
  const store = useFleetStore()
  const all = useFleet((state) => state.all)
  const { states, groups, tags } = useFleet((state) => state.arrangement)
  const inState = tally(all.map((row) => row.state))
  return (
    <>
      <Section title="State">
        {shownStates.map((state) => (
          <Choice
            key={state}
            text={stateWords[state]}
            count={inState[state]}
            checked={states.includes(state)}
            choose={() => store.arrange({ states: toggled(states, state) })}
          />
        ))}
      </Section>
      <Section title="Group">
        {counted(all, ({ view }) => (view.group === null ? [] : [view.group])).map(([group, count]) => (
          <Choice
            key={group}
            text={group}
            count={count}
            checked={groups.includes(group)}
            choose={() => store.arrange({ groups: toggled(groups, group) })}
          />
        ))}
      </Section>
      <Section title="Tag">
        {counted(all, ({ view }) => view.tags).map(([tag, count]) => (
          <Choice
            key={tag}
            text={tag}
            count={count}
            checked={tags.includes(tag)}
            choose={() => store.arrange({ tags: toggled(tags, tag) })}
          />
        ))}
      </Section>
    </>
  )
}

/** How many rows bear each name, in the order of the alphabet. */
function counted(rows: readonly Row[], namesOf: (row: Row) => readonly string[]) {
  const counts = new Map<string, number>()
  for (const row of rows) for (const name of namesOf(row)) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => compareTexts(a, b))
}

function Section({ title, children }: { readonly title: string; readonly children: readonly ReactNode[] }) {
  if (children.length === 0) return null
  return (
    <DropdownMenu.Group className="mb-1 last:mb-0">
      <DropdownMenu.Label className="px-2 py-1 text-[11px] tracking-wider text-faint uppercase">
        {title}
      </DropdownMenu.Label>
      {children}
    </DropdownMenu.Group>
  )
}

interface ChoiceProps {
  readonly text: string
  readonly count: number
  readonly checked: boolean
  readonly choose: () => void
}

function Choice({ text, count, checked, choose }: ChoiceProps): JSX.Element {
  return (
    <DropdownMenu.CheckboxItem
      checked={checked}
      onCheckedChange={choose}
      onSelect={(event) => event.preventDefault()}
      className="menu-item"
    >
      <span className="w-3.5 flex-none">
        <DropdownMenu.ItemIndicator>
          <Check className="size-3.5 text-accent" aria-hidden="true" />
        </DropdownMenu.ItemIndicator>
      </span>
      <span className="min-w-0 flex-1 truncate">{text}</span>
      <span className="text-xs text-faint">{count}</span>
    </DropdownMenu.CheckboxItem>
  )
}
