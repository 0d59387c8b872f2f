import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type JSX,
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { useStore } from 'zustand'
import { useApp } from '../../use-app.ts'
import { useFleet } from '../../use-fleet.ts'
import type { Drill } from '../drill.ts'
import { poll } from '../poll.ts'
import { count, size } from '../words.ts'
import { TailHead } from './TailHead.tsx'
import { TailRow } from './TailRow.tsx'
import type { Tail } from './tail.ts'

const everyMs = 333
const rowHeight = 23
/** This near to the bottom counts as at the bottom. */
const nearPx = 30

interface TailPanelProps {
  readonly id: string
  readonly tail: Tail
  readonly search: RefObject<HTMLInputElement | null>
  readonly drill: Drill
}

/** The newest events of an endpoint, as they come. */
export function TailPanel({ id, tail, search, drill }: TailPanelProps): JSX.Element {
  const { call } = useApp()
  const limit = useFleet((state) => state.settings?.eventRing ?? 200)
  useEffect(
    () =>
      poll(async () => {
        const result = await call('endpoint.events', { id, after: tail.newest(), limit })
        if (result.ok) tail.add(result.value)
        else if (result.error.code !== 'disconnected')
          tail.fail(`${result.error.message} ${result.error.hint}`)
      }, everyMs),
    [call, id, limit, tail],
  )
  return (
    <section
      aria-label="Events"
      className="flex min-h-60 flex-1 flex-col overflow-hidden rounded-[10px] border border-line bg-panel"
    >
      <TailHead tail={tail} search={search} />
      <TailList tail={tail} drill={drill} />
      <TailFoot tail={tail} />
    </section>
  )
}

function TailList({ tail, drill }: { readonly tail: Tail; readonly drill: Drill }): JSX.Element {
  const box = useRef<HTMLDivElement>(null)
  const shown = useStore(tail, (state) => state.shown)
  const any = useStore(tail, (state) => state.events.length > 0)
  const problem = useStore(tail, (state) => state.problem)
  const pause = useStore(tail, (state) => state.pause)
  const search = useStore(tail, (state) => state.filter.text.toLowerCase())
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const toggle = useCallback(
    (seq: number) => {
      // What is read must not move away.
      if (tail.getState().pause === null) tail.pauseBy('scroll')
      setOpen((before) => {
        const next = new Set(before)
        if (!next.delete(seq)) next.add(seq)
        return next
      })
    },
    [tail],
  )
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => shown[index]?.seq ?? index,
    overscan: 6,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: new rows and another height move the bottom
  useLayoutEffect(() => {
    const { current } = box
    if (current !== null && pause === null) current.scrollTop = current.scrollHeight
  }, [shown, pause, rows.getTotalSize(), rows.scrollRect?.height])
  const onScroll = () => {
    const { current } = box
    if (current === null) return
    const left = current.scrollHeight - current.scrollTop - current.clientHeight
    const { pause: now } = tail.getState()
    if (now === null && left > nearPx) tail.pauseBy('scroll')
    if (now === 'scroll' && left < 2 && open.size === 0) tail.resume()
  }
  const onWheelUp = () => {
    const { current } = box
    if (current === null || tail.getState().pause !== null) return
    if (current.scrollHeight > current.clientHeight + nearPx) tail.pauseBy('scroll')
  }
  const items = rows.getVirtualItems()
  return (
    <section
      ref={box}
      onScroll={onScroll}
      onWheel={(event) => event.deltaY < 0 && onWheelUp()}
      onKeyDown={(event) => {
        if (['ArrowUp', 'PageUp', 'Home'].includes(event.key)) onWheelUp()
        walk(event)
      }}
      onPointerDown={(event) => event.target === box.current && onWheelUp()}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach that
      tabIndex={0}
      aria-label="List of events"
      className="min-h-0 flex-1 overflow-x-hidden overflow-y-scroll [overflow-anchor:none]"
    >
      {shown.length === 0 && (
        <p className="px-3 py-4 text-xs text-muted">
          {problem ?? (any ? 'No event that is kept matches the filter.' : 'No event came yet.')}
        </p>
      )}
      <div className="relative w-full" style={{ height: rows.getTotalSize() }}>
        {items.map((item) => {
          const event = shown[item.index]
          if (event === undefined) return null
          return (
            <div
              key={item.key}
              ref={rows.measureElement}
              data-index={item.index}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <TailRow
                event={event}
                open={open.has(event.seq)}
                search={search}
                toggle={toggle}
                drill={drill}
              />
            </div>
          )
        })}
      </div>
    </section>
  )
}

/** Arrows go from event to event. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  if (!(event.target instanceof HTMLElement) || event.target.dataset.row === undefined) return
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')].sort(
    (a, b) => Number(a.dataset.row) - Number(b.dataset.row),
  )
  const next = buttons[buttons.indexOf(event.target) + (event.key === 'ArrowDown' ? 1 : -1)]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}

function TailFoot({ tail }: { readonly tail: Tail }): JSX.Element {
  const held = useStore(tail, (state) => state.held)
  const skipped = useStore(tail, (state) => state.skipped)
  const shown = useStore(tail, (state) => state.shown.length)
  const filtered = useStore(tail, (state) => state.filter.type !== null || state.filter.text !== '')
  return (
    <footer className="flex h-7 flex-none items-center gap-4 border-t border-line px-3 text-xs whitespace-nowrap text-faint">
      <span>
        {held === null
          ? ''
          : `The newest ${count(held.count)} are kept, ${size(held.bytes)}; at most ${count(held.limit)}.`}
      </span>
      {filtered && <span>{count(shown)} match.</span>}
      {skipped > 0 && <span className="truncate">{count(skipped)} went by unseen: they came too fast.</span>}
    </footer>
  )
}
