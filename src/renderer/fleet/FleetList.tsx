import { useVirtualizer } from '@tanstack/react-virtual'
import { Tooltip } from 'radix-ui'
import { type JSX, type RefObject, useEffect, useImperativeHandle, useRef } from 'react'
import { flushSync } from 'react-dom'
import { isStale } from '../fleet-state.ts'
import { useApp } from '../use-app.ts'
import { useFleet, useFleetStore } from '../use-fleet.ts'
import type { Sort } from './arrangement.ts'
import { type Layout, shownColumns, useLayout } from './columns.ts'
import { Empty } from './Empty.tsx'
import { FleetRow, type Standing } from './FleetRow.tsx'
import { GroupRow, HealthyRow } from './GroupRow.tsx'
import { heights, type Item } from './items.ts'
import { StripsProvider, stripsOf } from './Strip.tsx'

export interface FleetListHandle {
  /** Brings an item into sight and gives it the focus. */
  focusItem(index: number): void
}

const headHeight = 32
const overscan = 8

const labels: Readonly<Record<Sort, string>> = {
  worst: 'Endpoints, the worst first',
  name: 'Endpoints, by name',
  group: 'Endpoints, by group',
  latency: 'Endpoints, the slowest first',
}

/** The endpoints; those far out of sight are not in the page. */
export function FleetList({ handle }: { readonly handle: RefObject<FleetListHandle | null> }): JSX.Element {
  const items = useFleet((state) => state.items)
  const current = useFleet((state) => state.current)
  const selected = useFleet((state) => state.selected)
  const sort = useFleet((state) => state.arrangement.sort)
  const stale = useFleet(isStale)
  const any = useFleet((state) => state.views === null || state.all.length > 0)
  const layout = useLayout()
  const { call } = useApp()
  const strips = stripsOf(call)
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => heights[items[index]?.kind ?? 'row'],
    getItemKey: (index) => items[index]?.key ?? index,
    overscan,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
  })

  useImperativeHandle(handle, () => ({
    focusItem: (index) => {
      flushSync(() => virtual.scrollToIndex(index))
      const row = () => box.current?.querySelector<HTMLElement>(`tr[aria-rowindex="${index + 2}"]`)
      // Far rows are rendered once the list was scrolled to them.
      const near = row()
      if (near) near.focus({ preventScroll: true })
      else requestAnimationFrame(() => row()?.focus({ preventScroll: true }))
    },
  }))

  // Whoever comes back from an endpoint goes on where they were.
  const comeBack = useRef(() => {
    const index = items.findIndex(({ key }) => key === current)
    if (index > 0) virtual.scrollToIndex(index, { align: 'center' })
  })
  useEffect(() => comeBack.current(), [])

  const shown = virtual.getVirtualItems().flatMap((place) => {
    const item = items[place.index]
    return item === undefined ? [] : { item, place }
  })
  const inSight = shown.flatMap(({ item }) => (item.kind === 'row' ? item.row.view.id : [])).join('\n')
  useEffect(() => {
    strips.inSight(inSight === '' ? [] : [...new Set(inSight.split('\n'))])
  }, [strips, inSight])
  useEffect(() => () => strips.inSight([]), [strips])

  const tabStop = shown.some(({ item }) => item.key === current) ? current : shown[0]?.item.key
  return (
    <div
      ref={box}
      className={`mx-5 flex min-h-0 flex-1 flex-col overflow-x-hidden overflow-y-scroll rounded-[10px] border border-line bg-panel [overflow-anchor:none] ${stale ? 'grayscale' : ''}`}
    >
      <Tooltip.Provider delayDuration={300}>
        <StripsProvider value={strips}>
          <table
            aria-label={labels[sort]}
            aria-rowcount={items.length + 1}
            className="block w-full flex-none"
          >
            {any && <Head layout={layout} />}
            <tbody className="relative block" style={{ height: virtual.getTotalSize() }}>
              {shown.map(({ item, place }) => (
                <Shown
                  key={item.key}
                  item={item}
                  selected={selected}
                  index={place.index}
                  top={place.start - headHeight}
                  layout={layout}
                  current={item.key === current}
                  tabStop={item.key === tabStop}
                />
              ))}
            </tbody>
          </table>
        </StripsProvider>
      </Tooltip.Provider>
      {items.length === 0 && <Empty />}
    </div>
  )
}

interface ShownProps extends Standing {
  readonly item: Item
  readonly selected: ReadonlySet<string>
}

function Shown({ item, selected, ...standing }: ShownProps): JSX.Element {
  if (item.kind === 'header') return <GroupRow item={item} {...standing} />
  if (item.kind === 'healthy') return <HealthyRow item={item} {...standing} />
  return <FleetRow item={item} selected={selected.has(item.row.view.id)} {...standing} />
}

function Head({ layout }: { readonly layout: Layout }): JSX.Element {
  return (
    <thead className="sticky top-0 z-10 block">
      <tr
        aria-rowindex={1}
        style={{ height: headHeight, gridTemplateColumns: layout.template, columnGap: layout.gap }}
        className="grid items-center border-b border-line bg-panel2 px-3 text-[11px] tracking-wider text-faint uppercase"
      >
        {shownColumns(layout).map(({ name, numeric, title }, index) => (
          <th
            key={name}
            scope="col"
            title={title}
            className={`flex min-w-0 items-center gap-2 font-normal ${numeric ? 'justify-end' : ''}`}
          >
            {index === 0 && <SelectAll />}
            <span className="truncate">{name}</span>
          </th>
        ))}
      </tr>
    </thead>
  )
}

/** Selects all that filters and search leave. */
function SelectAll(): JSX.Element {
  const store = useFleetStore()
  const rows = useFleet((state) => state.rows)
  const selected = useFleet((state) => state.selected)
  const all = rows.length > 0 && selected.size >= rows.length
  return (
    <input
      type="checkbox"
      aria-label="Select all that are shown"
      checked={all}
      ref={(box) => {
        if (box) box.indeterminate = selected.size > 0 && !all
      }}
      onChange={() => store.selectOnly(all ? [] : rows.map((row) => row.view.id))}
      className="size-3.5 flex-none accent-(--accent)"
    />
  )
}
