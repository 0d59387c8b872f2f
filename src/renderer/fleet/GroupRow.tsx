import { ChevronDown, ChevronRight } from 'lucide-react'
import { type JSX, memo, type ReactNode, useMemo } from 'react'
import { shortMoment } from '../ui/times.ts'
import { useFleet, useFleetStore } from '../use-fleet.ts'
import { toggled } from './arrangement.ts'
import { shownColumns } from './columns.ts'
import type { Standing } from './FleetRow.tsx'
import { type HeaderItem, type HealthyItem, heights } from './items.ts'
import { StateShape } from './StateMark.tsx'
import { summary, worst } from './summary.ts'

interface HeaderProps extends Standing {
  readonly item: HeaderItem
}

/** The head of a group, which folds it and sums it up. */
export const GroupRow = memo(function GroupRow({ item, ...standing }: HeaderProps): JSX.Element {
  const store = useFleetStore()
  const folded = useFleet((state) => state.arrangement.folded)
  const sum = useMemo(() => summary(item.rows, (at) => shortMoment(at, Date.now())), [item.rows])
  const Chevron = item.folded ? ChevronRight : ChevronDown
  return (
    <Line
      {...standing}
      kind="header"
      itemKey={item.key}
      expanded={!item.folded}
      act={() => store.arrange({ folded: toggled(folded, item.key) })}
    >
      <Chevron className="size-3.5 flex-none" aria-hidden="true" />
      <StateShape state={worst(item.rows)} />
      <b className="max-w-[40%] min-w-0 flex-none truncate font-semibold text-text" title={item.title}>
        {item.title}:
      </b>{' '}
      <span className="min-w-0 truncate">{sum}</span>
    </Line>
  )
})

interface HealthyProps extends Standing {
  readonly item: HealthyItem
}

/** Stands for the endpoints that are well, where they are folded. */
export const HealthyRow = memo(function HealthyRow({ item, ...standing }: HealthyProps): JSX.Element {
  const store = useFleetStore()
  return (
    <Line
      {...standing}
      kind="healthy"
      itemKey={item.key}
      expanded={false}
      act={() => store.arrange({ foldHealthy: false })}
    >
      <ChevronRight className="size-3.5 flex-none" aria-hidden="true" />
      <StateShape state="live" />
      {item.count === 1 ? '1 healthy endpoint' : `${item.count} healthy endpoints`}
    </Line>
  )
})

interface LineProps extends Standing {
  readonly kind: 'header' | 'healthy'
  readonly itemKey: string
  readonly expanded: boolean
  readonly act: () => void
  readonly children: ReactNode
}

/** The row itself has the keyboard, as the endpoints' rows do; Enter and Space press its button. */
function Line({ kind, itemKey, index, top, layout, current, tabStop, expanded, act, children }: LineProps) {
  const store = useFleetStore()
  return (
    <tr
      aria-rowindex={index + 2}
      aria-current={current}
      tabIndex={tabStop ? 0 : -1}
      onFocus={() => store.focus(itemKey)}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
        if (event.key !== 'Enter' && event.key !== ' ') return
        act()
        event.preventDefault()
      }}
      style={{ height: heights[kind], transform: `translateY(${top}px)` }}
      className="absolute inset-x-0 grid border-b border-line bg-panel2 aria-[current=true]:bg-sel"
    >
      <td colSpan={shownColumns(layout).length} className="min-w-0">
        <button
          type="button"
          tabIndex={-1}
          aria-expanded={expanded}
          onClick={act}
          className="flex size-full items-center gap-2 px-3 text-left text-xs text-muted"
        >
          {children}
        </button>
      </td>
    </tr>
  )
}
