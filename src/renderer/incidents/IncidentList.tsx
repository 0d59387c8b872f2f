import { useVirtualizer } from '@tanstack/react-virtual'
import { type JSX, type RefObject, useEffect, useImperativeHandle, useRef } from 'react'
import { flushSync } from 'react-dom'
import { columnsOf, type Layout, useLayout } from './columns.ts'
import { Empty } from './Empty.tsx'
import { IncidentRow, rowHeight } from './IncidentRow.tsx'
import { useListing, useListingStore } from './use-incidents.ts'

export interface IncidentListHandle {
  /** Brings a row into sight and gives it the focus. */
  focusRow(index: number): void
}

interface IncidentListProps {
  readonly handle: RefObject<IncidentListHandle | null>
  /** Id of the incident that is shown whole, beside the list. */
  readonly open: string | null
}

const headHeight = 32
const overscan = 8

/** The incidents, those that last on top, then the newest first; those far out of sight are not in the page. */
export function IncidentList({ handle, open }: IncidentListProps): JSX.Element {
  const listing = useListingStore()
  const shown = useListing((state) => state.shown)
  const current = useListing((state) => state.current)
  const selected = useListing((state) => state.selected)
  const layout = useLayout(open !== null)
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => shown[index]?.id ?? index,
    overscan,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
  })

  useImperativeHandle(handle, () => ({
    focusRow: (index) => {
      flushSync(() => virtual.scrollToIndex(index))
      const row = () => box.current?.querySelector<HTMLElement>(`tr[aria-rowindex="${index + 2}"]`)
      // Far rows are rendered once the list was scrolled to them.
      const near = row()
      if (near) near.focus({ preventScroll: true })
      else requestAnimationFrame(() => row()?.focus({ preventScroll: true }))
    },
  }))

  // Whoever comes back goes on where they were.
  const comeBack = useRef(() => {
    const index = shown.findIndex(({ id }) => id === (open ?? current))
    if (index > 0) virtual.scrollToIndex(index, { align: 'center' })
  })
  useEffect(() => comeBack.current(), [])
  useEffect(() => () => listing.scrolled(false), [listing])

  const rows = virtual.getVirtualItems().flatMap(({ index, start }) => {
    const incident = shown[index]
    return incident === undefined ? [] : { incident, index, top: start - headHeight }
  })
  const tabStop = rows.some(({ incident }) => incident.id === current) ? current : rows[0]?.incident.id
  return (
    <div
      ref={box}
      onScroll={(event) => listing.scrolled(event.currentTarget.scrollTop > 0)}
      className="flex min-h-0 flex-1 flex-col overflow-x-hidden overflow-y-scroll rounded-[10px] border border-line bg-panel [overflow-anchor:none]"
    >
      <table
        aria-label="Incidents: those that last, then the newest first"
        aria-rowcount={shown.length + 1}
        className="block w-full flex-none"
      >
        {shown.length > 0 && <Head layout={layout} />}
        <tbody className="relative block" style={{ height: virtual.getTotalSize() }}>
          {rows.map(({ incident, index, top }) => (
            <IncidentRow
              key={incident.id}
              incident={incident}
              index={index}
              top={top}
              layout={layout}
              current={incident.id === current}
              selected={selected.has(incident.id)}
              open={incident.id === open}
              inPlace={open !== null}
              tabStop={incident.id === tabStop}
            />
          ))}
        </tbody>
      </table>
      {shown.length === 0 ? <Empty /> : <Older />}
    </div>
  )
}

function Head({ layout }: { readonly layout: Layout }): JSX.Element {
  return (
    <thead className="sticky top-0 z-10 block">
      <tr
        aria-rowindex={1}
        style={{ height: headHeight, gridTemplateColumns: layout.template }}
        className="grid items-center gap-x-3 border-b border-line bg-panel2 px-3 text-[11px] tracking-wider text-faint uppercase"
      >
        {columnsOf(layout).map((name, index) => (
          <th key={name} scope="col" className="flex min-w-0 items-center gap-2 font-normal">
            {index === 0 && <SelectAll />}
            <span className={name === 'Marks' ? 'sr-only' : 'truncate'}>{name}</span>
          </th>
        ))}
      </tr>
    </thead>
  )
}

/** Selects all that filters and search leave. */
function SelectAll(): JSX.Element {
  const listing = useListingStore()
  const shown = useListing((state) => state.shown)
  const selected = useListing((state) => state.selected)
  const all = shown.length > 0 && selected.size >= shown.length
  return (
    <input
      type="checkbox"
      aria-label="Select all that are shown"
      checked={all}
      ref={(box) => {
        if (box) box.indeterminate = selected.size > 0 && !all
      }}
      onChange={() => listing.selectOnly(all ? [] : shown.map(({ id }) => id))}
      className="size-3.5 flex-none accent-(--accent)"
    />
  )
}

/** What is left out is said at the end of what is shown. */
function Older(): JSX.Element | null {
  const more = useListing((state) => state.more)
  const known = useListing((state) => state.known?.length ?? 0)
  if (!more) return null
  return (
    <p className="px-3 py-2 text-center text-xs text-muted">
      These are the newest {known.toLocaleString('en')}. Choose a shorter time or a kind to see others.
    </p>
  )
}
