import {
  type JSX,
  type RefObject,
  useCallback,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { flushSync } from 'react-dom'
import { isStale } from '../store.ts'
import { useFleet } from '../use-fleet.ts'
import { Empty } from './Empty.tsx'
import { columns, FleetRow } from './FleetRow.tsx'
import { reveal, rowHeight, slice } from './window.ts'

export interface FleetListHandle {
  /** Brings a row into sight and gives it the focus. */
  focusRow(index: number): void
}

/** The endpoints, the worst first; rows far out of sight are not in the page where there are many. */
export function FleetList({ handle }: { readonly handle: RefObject<FleetListHandle | null> }): JSX.Element {
  const rows = useFleet((state) => state.rows)
  const selected = useFleet((state) => state.selected)
  const stale = useFleet(isStale)
  const box = useRef<HTMLDivElement>(null)
  const [sight, setSight] = useState({ top: 0, height: 0 })

  const look = useCallback(() => {
    const { current } = box
    if (current) setSight({ top: current.scrollTop, height: current.clientHeight })
  }, [])
  useLayoutEffect(() => {
    look()
    const observer = new ResizeObserver(look)
    if (box.current) observer.observe(box.current)
    return () => observer.disconnect()
  }, [look])
  useImperativeHandle(handle, () => ({
    focusRow: (index) => {
      const { current } = box
      if (!current) return
      current.scrollTop = reveal(index, current.scrollTop, current.clientHeight)
      flushSync(look)
      current.querySelector<HTMLElement>(`[aria-rowindex="${index + 2}"]`)?.focus({ preventScroll: true })
    },
  }))

  const { from, to } = slice(rows.length, sight.top, sight.height)
  const shown = rows.slice(from, to)
  const tabStop = shown.some((row) => row.view.id === selected) ? selected : shown[0]?.view.id
  return (
    <div
      ref={box}
      onScroll={look}
      className={`mx-5 flex min-h-0 flex-1 flex-col overflow-x-hidden overflow-y-scroll rounded-[10px] border border-line bg-panel ${stale ? 'grayscale' : ''}`}
    >
      <table
        aria-label="Endpoints, the worst first"
        aria-rowcount={rows.length + 1}
        className="w-full table-fixed border-separate border-spacing-0"
      >
        <Head />
        <Gap rows={from} />
        <tbody>
          {shown.map((row, index) => (
            <FleetRow
              key={row.view.id}
              row={row}
              index={from + index}
              selected={row.view.id === selected}
              tabStop={row.view.id === tabStop}
            />
          ))}
        </tbody>
        <Gap rows={rows.length - to} />
      </table>
      {rows.length === 0 && <Empty />}
    </div>
  )
}

/** The columns have fixed widths, so that a number that grows moves nothing. */
function Head(): JSX.Element {
  return (
    <thead>
      <tr aria-rowindex={1} className="text-[11px] tracking-wider text-faint uppercase">
        {columns.map(({ name, width, numeric, title }) => (
          <th
            key={name}
            scope="col"
            title={title}
            className={`sticky top-0 z-10 h-8 truncate border-b border-line bg-panel2 px-1.5 font-normal first:pl-3.5 ${width} ${numeric ? 'text-right' : 'text-left'}`}
          >
            {name}
          </th>
        ))}
      </tr>
    </thead>
  )
}

/** Stands for rows that are out of sight. */
function Gap({ rows }: { readonly rows: number }): JSX.Element | null {
  if (rows === 0) return null
  return (
    <tbody aria-hidden="true">
      <tr style={{ height: rows * rowHeight }} />
    </tbody>
  )
}
