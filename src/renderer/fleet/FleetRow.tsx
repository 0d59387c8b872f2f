import { type JSX, memo, type ReactNode } from 'react'
import type { WatchedView } from '../../shared/screens.ts'
import { hashOf } from '../route.ts'
import { stamp } from '../ui/times.ts'
import { useApp } from '../use-app.ts'
import { useAwaySince, useFleet, useFleetStore } from '../use-fleet.ts'
import { Actions } from './Actions.tsx'
import type { Layout } from './columns.ts'
import { heights, type RowItem } from './items.ts'
import { StateMark } from './StateMark.tsx'
import { Attempts, LastHour } from './Strip.tsx'
import { sentence } from './sentence.ts'
import { latency, shortSpan, since } from './time.ts'

/** Where an item stands in the list, and how. */
export interface Standing {
  readonly index: number
  /** Pixels from the top of the list. */
  readonly top: number
  readonly layout: Layout
  /** It has the keyboard. */
  readonly current: boolean
  /** The Tab key comes here. */
  readonly tabStop: boolean
}

interface FleetRowProps extends Standing {
  readonly item: RowItem
  readonly selected: boolean
}

/** One endpoint. Only the cells that count time render each second. */
export const FleetRow = memo(function FleetRow(props: FleetRowProps): JSX.Element {
  const { item, index, top, layout, current, selected, tabStop } = props
  const store = useFleetStore()
  const { router } = useApp()
  const { view, state, host } = item.row
  const tabIndex = tabStop ? 0 : -1
  const open = () => router.go({ screen: 'endpoint', id: view.id })
  return (
    <tr
      aria-rowindex={index + 2}
      aria-current={current}
      data-selected={selected}
      tabIndex={tabIndex}
      onFocus={() => store.focus(item.key)}
      onDoubleClick={open}
      onPointerDown={(event) => {
        store.focus(item.key)
        if (event.shiftKey) event.preventDefault()
      }}
      onClick={(event) => {
        if (event.shiftKey && !(event.target instanceof HTMLInputElement)) store.select(item, true)
      }}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
        if (event.key === 'Enter') open()
        else if (event.key === ' ') store.select(item, event.shiftKey)
        else return
        event.preventDefault()
      }}
      style={{
        height: heights.row,
        transform: `translateY(${top}px)`,
        gridTemplateColumns: layout.template,
        columnGap: layout.gap,
      }}
      className="absolute inset-x-0 grid items-center border-b border-line/60 px-3 hover:bg-hover aria-[current=true]:bg-sel data-[selected=true]:bg-sel"
    >
      <td className="flex min-w-0 items-center gap-2" onPointerMove={store.rest}>
        <input
          type="checkbox"
          aria-label={`Select ${view.name}`}
          tabIndex={tabIndex}
          checked={selected}
          onChange={(event) => {
            const native = event.nativeEvent
            store.select(item, 'shiftKey' in native && native.shiftKey === true)
          }}
          onDoubleClick={(event) => event.stopPropagation()}
          className="size-3.5 flex-none accent-(--accent)"
        />
        <StateMark state={state} />
      </td>
      <td className="min-w-0">
        <Name view={view} host={host} tabIndex={tabIndex} most={layout.roomy ? 2 : 1} />
      </td>
      <td>
        <LastHour id={view.id} width={layout.strip} />
      </td>
      {layout.attempts !== null && (
        <td>
          <Attempts id={view.id} width={layout.attempts} />
        </td>
      )}
      <Figure>
        <P95 view={view} />
      </Figure>
      <Figure>
        <Ages view={view} />
      </Figure>
      <Figure>
        <span className={view.replay.truncated > 0 ? 'font-semibold text-late' : 'text-faint'}>
          {view.replay.truncated}
        </span>
      </Figure>
      <td className="min-w-0">
        <Happening view={view} />
      </td>
      <td onDoubleClick={(event) => event.stopPropagation()}>
        <Actions view={view} roomy={layout.roomy} tabIndex={tabIndex} />
      </td>
    </tr>
  )
})

const Figure = ({ children }: { readonly children: ReactNode }) => (
  <td className="min-w-0 text-right whitespace-nowrap">{children}</td>
)

interface NameProps {
  readonly view: WatchedView
  readonly host: string
  readonly tabIndex: number
  /** Tags that there is room for. */
  readonly most: number
}

function Name({ view, host, tabIndex, most }: NameProps): JSX.Element {
  const { router } = useApp()
  const tags = view.demo ? view.tags.filter((tag) => tag !== 'demo') : view.tags
  const route = { screen: 'endpoint', id: view.id } as const
  return (
    <>
      <a
        href={hashOf(route)}
        tabIndex={tabIndex}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return
          event.preventDefault()
          router.go(route)
        }}
        className="block w-fit max-w-full truncate hover:underline"
        title={view.name}
      >
        <b className="font-semibold">{view.name}</b>
      </a>
      <span className="flex items-center gap-1 text-xs text-faint">
        {view.demo && <Tag text="demo" title="One of the fault lab's streams, not your own" strong />}
        {tags.slice(0, most).map((tag) => (
          <Tag key={tag} text={tag} title={tag} />
        ))}
        {tags.length > most && (
          <span className="flex-none text-[11px]" title={tags.slice(most).join(', ')}>
            +{tags.length - most}
          </span>
        )}
        <span className="min-w-0 truncate" title={view.url}>
          {host}
        </span>
      </span>
    </>
  )
}

interface TagProps {
  readonly text: string
  readonly title: string
  readonly strong?: boolean
}

const Tag = ({ text, title, strong = false }: TagProps) => (
  <span
    title={title}
    className={`max-w-16 flex-none truncate rounded border px-1 text-[11px] leading-4 ${strong ? 'border-late text-late' : 'border-line text-muted'}`}
  >
    {text}
  </span>
)

/** The measure stands by the figure: delay and lateness are never compared (1-model.md, "Heartbeat latency"). */
function P95({ view }: { readonly view: WatchedView }): JSX.Element {
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

function Ages({ view }: { readonly view: WatchedView }): JSX.Element {
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

const local = (iso: string | null) => (iso === null ? 'never' : stamp(Date.parse(iso)))

function Happening({ view }: { readonly view: WatchedView }): JSX.Element {
  const now = useFleet((state) => state.now)
  const away = useAwaySince()
  const { lead, rest } = sentence(view, now, away)
  return (
    <p className="line-clamp-3 text-xs leading-[14px] break-words text-muted" title={`${lead} ${rest}`}>
      <b className={view.health === 'fresh' ? 'font-normal' : 'font-semibold text-text'}>{lead}</b> {rest}
    </p>
  )
}

const None = () => <span className="text-faint">–</span>
