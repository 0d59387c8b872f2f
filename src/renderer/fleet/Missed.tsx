import { ChevronDown, Sunrise, X } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { JSX } from 'react'
import type { OutageView } from '../../shared/screens.ts'
import { hashOf, type Route } from '../route.ts'
import { counted } from '../ui/counted.ts'
import { shortMoment } from '../ui/times.ts'
import { useApp } from '../use-app.ts'
import { useFleet, useFleetStore } from '../use-fleet.ts'
import { useLayout } from './columns.ts'
import type { Missed } from './looks.ts'
import { StateShape } from './StateMark.tsx'
import { type ShownState, shownState } from './state.ts'
import { shortSpan } from './time.ts'

/** A bad morning in five seconds: what happened since the person last looked, each a link. */
export function MissedLine(): JSX.Element | null {
  const missed = useFleet((state) => state.missedOutages)
  return missed === null ? null : <Line missed={missed} />
}

function Line({ missed }: { readonly missed: Missed }): JSX.Element {
  const store = useFleetStore()
  const { router } = useApp()
  const views = useFleet((state) => state.views)
  const entries = missed.outages.map((outage) => {
    const view = views?.get(outage.id)
    const state = view === undefined ? null : shownState(view)
    const isTried = isDown(state) && view?.chosenBy === 'grace'
    const down = outage.end === null && isDown(state)
    return { outage, name: view?.name ?? outage.id, state, down, isTried }
  })
  entries.sort((a, b) => Number(b.down) - Number(a.down))
  const inLine = useLayout().roomy ? 3 : 1
  return (
    <section
      aria-label="Since you last looked"
      className="mx-5 mb-2.5 flex h-9 items-center gap-2.5 rounded-lg border border-line bg-panel pr-1.5 pl-3"
    >
      <Sunrise className="size-4 flex-none text-accent" aria-hidden="true" />
      <p role="status" className="flex-none font-semibold whitespace-nowrap">
        Since you last looked ({shortMoment(missed.since, Date.now())}): {counted(entries.length, 'outage')},{' '}
        <Still entries={entries} />
      </p>
      <ul className="flex min-w-0 flex-1 items-center gap-1 overflow-hidden">
        {entries.slice(0, inLine).map((entry) => (
          <li key={`${entry.outage.id} ${entry.outage.start}`} className="flex-none">
            <Link entry={entry} />
          </li>
        ))}
      </ul>
      {entries.length > inLine && <All entries={entries} />}
      <button
        type="button"
        className="btn btn-sm flex-none px-2"
        title="The same and what else happened, with what was on record of it"
        onClick={() => router.go({ screen: 'incidents', of: null })}
      >
        Incidents
      </button>
      <button
        type="button"
        aria-label="Dismiss"
        title="Dismiss"
        onClick={() => store.missed(null)}
        className="grid size-6 flex-none place-items-center rounded text-faint hover:bg-hover"
      >
        <X className="size-4" aria-hidden="true" />
      </button>
    </section>
  )
}

interface Entry {
  readonly outage: OutageView
  readonly name: string
  /** Null for an endpoint that was removed. */
  readonly state: ShownState | null
  readonly down: boolean
  /** A wake or a returned network ended the outage, and it did not come back since. */
  readonly isTried: boolean
}

const isDown = (state: ShownState | null) =>
  state === 'failed' || state === 'waiting' || state === 'connecting'

function Still({ entries }: { readonly entries: readonly Entry[] }): JSX.Element {
  const down = entries.filter((entry) => entry.down).length
  const tried = new Set(entries.filter(({ isTried }) => isTried).map(({ outage }) => outage.id)).size
  if (down > 0) return <span className="text-failed">{down} still down</span>
  if (tried > 0) return <span className="text-late">{tried} not back yet</span>
  return <span className="text-live">none of them now</span>
}

const routeOf = ({ outage }: Entry): Route => ({ screen: 'endpoint', id: outage.id })

function Link({ entry }: { readonly entry: Entry }): JSX.Element {
  const { router } = useApp()
  return (
    <a
      href={hashOf(routeOf(entry))}
      title={`${entry.name}: ${entry.outage.cause}`}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        router.go(routeOf(entry))
      }}
      className="flex max-w-56 items-center gap-1.5 rounded px-1.5 py-0.5 hover:bg-hover"
    >
      {entry.state !== null && <StateShape state={entry.state} />}
      <span className="min-w-0 truncate underline underline-offset-2">{entry.name}</span>
      <span className="flex-none text-xs whitespace-nowrap text-faint">{duration(entry)}</span>
    </a>
  )
}

function All({ entries }: { readonly entries: readonly Entry[] }): JSX.Element {
  const { router } = useApp()
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="btn btn-sm flex-none px-2">
        All {entries.length} <ChevronDown className="size-3" aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content align="end" sideOffset={4} className="menu max-w-140">
        {entries.map((entry) => (
          <DropdownMenu.Item
            key={`${entry.outage.id} ${entry.outage.start}`}
            className="menu-item"
            onSelect={() => router.go(routeOf(entry))}
          >
            {entry.state !== null && <StateShape state={entry.state} />}
            <span className="max-w-60 min-w-0 truncate font-semibold">{entry.name}</span>
            <span className="min-w-0 flex-1 truncate text-xs text-muted">{entry.outage.cause}</span>
            <span className="flex-none text-xs whitespace-nowrap text-faint">
              {shortMoment(Date.parse(entry.outage.start), Date.now())}, {duration(entry)}
            </span>
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}

function duration({ outage: { start, end }, down }: Entry): string {
  if (end === null) return down ? 'still down' : 'over'
  return `down for ${shortSpan(Date.parse(end) - Date.parse(start))}`
}
