import { type JSX, memo } from 'react'
import type { IncidentView } from '../../shared/view.ts'
import { Link } from '../ui/Link.tsx'
import { useApp } from '../use-app.ts'
import { Acknowledge } from './Acknowledge.tsx'
import { Began, Cause, Duration, Endpoints, Marks } from './cells.tsx'
import type { Layout } from './columns.ts'
import { KindMark } from './KindMark.tsx'
import { useListingStore } from './use-incidents.ts'

export const rowHeight = 46

interface IncidentRowProps {
  readonly incident: IncidentView
  readonly index: number
  /** Pixels from the top of the list. */
  readonly top: number
  readonly layout: Layout
  /** It has the keyboard. */
  readonly current: boolean
  readonly selected: boolean
  /** It is the one that is shown whole. */
  readonly open: boolean
  /** Another one is: this takes its place. */
  readonly inPlace: boolean
  /** The Tab key comes here. */
  readonly tabStop: boolean
}

/** One incident. Only the cells that count time render each second. */
export const IncidentRow = memo(function IncidentRow(props: IncidentRowProps): JSX.Element {
  const { incident, index, top, layout, current, selected, open, inPlace, tabStop } = props
  const listing = useListingStore()
  const { router } = useApp()
  const tabIndex = tabStop ? 0 : -1
  const show = () => router.go({ screen: 'incident', id: incident.id }, { inPlace })
  return (
    <tr
      aria-rowindex={index + 2}
      aria-current={current}
      data-selected={selected}
      data-open={open}
      tabIndex={tabIndex}
      onFocus={() => listing.focus(incident.id)}
      onPointerMove={listing.rest}
      onPointerDown={(event) => {
        listing.focus(incident.id)
        if (event.shiftKey) event.preventDefault()
      }}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest('a, button, input') !== null) return
        if (event.shiftKey) listing.select(incident.id, true)
        else show()
      }}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
        if (event.key === 'Enter') show()
        else if (event.key === ' ') listing.select(incident.id, event.shiftKey)
        else return
        event.preventDefault()
      }}
      style={{
        height: rowHeight,
        transform: `translateY(${top}px)`,
        gridTemplateColumns: layout.template,
      }}
      className={`absolute inset-x-0 grid cursor-default items-center gap-x-3 border-b border-line/60 px-3 hover:bg-hover aria-[current=true]:bg-sel data-[open=true]:shadow-[inset_3px_0_var(--accent)] data-[selected=true]:bg-sel ${incident.acknowledgedAt === null ? '' : 'text-muted'}`}
    >
      <td className="flex min-w-0 items-center gap-2">
        <input
          type="checkbox"
          aria-label={`Select the incident of ${incident.start}`}
          tabIndex={tabIndex}
          checked={selected}
          onChange={(event) => {
            const native = event.nativeEvent
            listing.select(incident.id, 'shiftKey' in native && native.shiftKey === true)
          }}
          className="size-3.5 flex-none accent-(--accent)"
        />
        <Link
          to={{ screen: 'incident', id: incident.id }}
          inPlace={inPlace}
          tabIndex={tabIndex}
          className="flex min-w-0 rounded hover:underline"
        >
          <KindMark kind={incident.kind} />
        </Link>
      </td>
      <td className="min-w-0">
        <Endpoints incident={incident} tabIndex={tabIndex} />
        {!layout.causeApart && <Cause incident={incident} lines="truncate" />}
      </td>
      <td className="min-w-0 truncate whitespace-nowrap">
        <Began start={incident.start} />
      </td>
      <td className="min-w-0 truncate whitespace-nowrap">
        <Duration incident={incident} />
      </td>
      {layout.causeApart && (
        <td className="min-w-0">
          <Cause incident={incident} lines="line-clamp-2" />
        </td>
      )}
      <td className="flex min-w-0 items-center gap-1">
        <Marks incident={incident} acknowledged={!layout.acknowledging} />
      </td>
      {layout.acknowledging && (
        <td>
          <Acknowledge incident={incident} tabIndex={tabIndex} />
        </td>
      )}
    </tr>
  )
})
