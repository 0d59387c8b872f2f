import { type JSX, memo, type ReactNode } from 'react'
import type { EndpointView } from '../../shared/view.ts'
import { useFleet, useFleetStore } from '../use-fleet.ts'
import { Actions } from './Actions.tsx'
import type { Row } from './order.ts'
import { StateMark } from './StateMark.tsx'
import { sentence } from './sentence.ts'
import { latency, shortSpan, since } from './time.ts'
import { rowHeight } from './window.ts'

interface Column {
  readonly name: string
  readonly width: string
  readonly numeric?: boolean
  readonly title?: string
}

/** The columns, in the order of a row's cells. */
export const columns: readonly Column[] = [
  { name: 'State', width: 'w-36' },
  { name: 'Endpoint', width: 'w-[19%]' },
  { name: 'Attempt', width: 'w-17', numeric: true, title: 'The try under way or to come, of how many' },
  {
    name: 'p95',
    width: 'w-17',
    numeric: true,
    title: '95 of 100 heartbeats were no slower; by which measure',
  },
  {
    name: 'Last sign',
    width: 'w-20',
    numeric: true,
    title: 'Since the last sign of life, and since the last event',
  },
  { name: 'Trunc.', width: 'w-16', numeric: true, title: 'Replays that left events out' },
  { name: 'What is happening', width: 'w-auto' },
  { name: 'Actions', width: 'w-37' },
]

interface FleetRowProps {
  readonly row: Row
  readonly index: number
  readonly selected: boolean
  readonly tabStop: boolean
}

/** One endpoint. Only the cells that count time render each second. */
export const FleetRow = memo(function FleetRow({
  row,
  index,
  selected,
  tabStop,
}: FleetRowProps): JSX.Element {
  const store = useFleetStore()
  const { view, state, host } = row
  return (
    <tr
      aria-rowindex={index + 2}
      aria-current={selected}
      tabIndex={tabStop ? 0 : -1}
      onFocus={() => store.select(view.id)}
      onPointerDown={() => store.select(view.id)}
      style={{ height: rowHeight }}
      className="hover:bg-hover aria-[current=true]:bg-sel"
    >
      <Cell>
        <StateMark state={state} />
      </Cell>
      <Cell>
        <Name view={view} host={host} />
      </Cell>
      <Cell numeric>
        <Attempt view={view} />
      </Cell>
      <Cell numeric>
        <P95 view={view} />
      </Cell>
      <Cell numeric>
        <Ages view={view} />
      </Cell>
      <Cell numeric>
        <span className={view.replay.truncated > 0 ? 'font-semibold text-late' : 'text-faint'}>
          {view.replay.truncated}
        </span>
      </Cell>
      <Cell>
        <Happening view={view} />
      </Cell>
      <Cell>
        <Actions view={view} />
      </Cell>
    </tr>
  )
})

function Cell({ numeric = false, children }: { readonly numeric?: boolean; readonly children: ReactNode }) {
  return (
    <td
      className={`border-b border-line/60 px-1.5 py-0 first:pl-3.5 last:pr-3 ${numeric ? 'text-right whitespace-nowrap' : ''}`}
    >
      {children}
    </td>
  )
}

function Name({ view, host }: { readonly view: EndpointView; readonly host: string }): JSX.Element {
  return (
    <>
      <b className="block truncate font-semibold" title={view.name}>
        {view.name}
      </b>
      <span className="flex items-center gap-1 text-xs text-faint">
        {view.tags.slice(0, 2).map((tag) => (
          <span
            key={tag}
            title={tag}
            className="max-w-20 flex-none truncate rounded border border-line px-1 text-[11px] leading-4 text-muted"
          >
            {tag}
          </span>
        ))}
        {view.tags.length > 2 && (
          <span className="flex-none text-[11px]" title={view.tags.slice(2).join(', ')}>
            +{view.tags.length - 2}
          </span>
        )}
        <span className="min-w-0 truncate" title={view.url}>
          {host}
        </span>
      </span>
    </>
  )
}

function Attempt({ view }: { readonly view: EndpointView }): JSX.Element {
  const trying = view.phase === 'waiting' || view.phase === 'connecting' || view.phase === 'failed'
  if (!trying) return <None />
  return (
    <span title={`Attempt ${view.attempt} of ${view.maxAttempts}; ${view.counters.attempts} requests in all`}>
      {view.attempt}
      <span className="text-faint">/{view.maxAttempts}</span>
    </span>
  )
}

/** The measure stands by the figure: delay and lateness are never compared (1-model.md, "Heartbeat latency"). */
function P95({ view }: { readonly view: EndpointView }): JSX.Element {
  if (view.latency === null) return <None />
  const { measure, count, p95 } = view.latency
  const above = measure === 'delay' ? ', above the fastest' : ''
  return (
    <span title={`p95 of ${count} heartbeats: ${measure}${above}`}>
      <span className="block">{latency(p95)}</span>
      <span className="block text-[11px] text-faint">{measure}</span>
    </span>
  )
}

function Ages({ view }: { readonly view: EndpointView }): JSX.Element {
  const now = useFleet((state) => state.now)
  if (view.lastSignAt === null) return <None />
  return (
    <span title={`Last sign of life ${local(view.lastSignAt)}, last event ${local(view.lastEventAt)}`}>
      <span className="block">{shortSpan(since(view.lastSignAt, now))}</span>
      {view.lastEventAt !== null && (
        <span className="block text-[11px] text-faint">event {shortSpan(since(view.lastEventAt, now))}</span>
      )}
    </span>
  )
}

const local = (iso: string | null) => (iso === null ? 'never' : new Date(iso).toLocaleString())

function Happening({ view }: { readonly view: EndpointView }): JSX.Element {
  const now = useFleet((state) => state.now)
  const { lead, rest } = sentence(view, now)
  return (
    <p className="line-clamp-3 text-xs leading-[1.3] break-words text-muted" title={`${lead} ${rest}`}>
      <b className={view.health === 'fresh' ? 'font-normal' : 'font-semibold text-text'}>{lead}</b> {rest}
    </p>
  )
}

const None = () => <span className="text-faint">–</span>
