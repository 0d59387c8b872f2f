import { Activity, Search } from 'lucide-react'
import { type JSX, type RefObject, useMemo } from 'react'
import { useFleet, useFleetStore } from '../use-fleet.ts'

/** Name of the program, size of the fleet, search, and what goes for all endpoints. */
export function Header({ search }: { readonly search: RefObject<HTMLInputElement | null> }): JSX.Element {
  const demo = useFleet((state) => state.about?.demo === true)
  return (
    <header className="flex items-center gap-3 px-5 pt-3 pb-2.5">
      <Activity className="size-5 flex-none text-accent" aria-hidden="true" />
      <h1 className="text-[17px] font-semibold tracking-tight">Heartline</h1>
      {demo && (
        <span
          className="rounded border border-late px-1.5 text-xs font-semibold text-late"
          title="These are the fault lab's streams, not your own."
        >
          Demo
        </span>
      )}
      <Size />
      <span className="flex-1" />
      <SearchField field={search} />
      <RetryAll />
    </header>
  )
}

function Size(): JSX.Element | null {
  const all = useFleet((state) => state.all)
  const hosts = useMemo(() => new Set(all.map((row) => row.host)).size, [all])
  const known = useFleet((state) => state.views !== null)
  if (!known) return null
  return (
    <span className="whitespace-nowrap text-faint">
      {counted(all.length, 'endpoint')}, {counted(hosts, 'host')}
    </span>
  )
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`

function SearchField({ field }: { readonly field: RefObject<HTMLInputElement | null> }): JSX.Element {
  const store = useFleetStore()
  const search = useFleet((state) => state.search)
  return (
    <label className="flex h-7.5 w-64 min-w-40 items-center gap-2 rounded-md border border-line bg-panel px-2.5 text-faint focus-within:border-accent">
      <Search className="size-3.5 flex-none" aria-hidden="true" />
      <input
        ref={field}
        type="search"
        aria-label="Search name, host, group, tag"
        placeholder="Search name, host, tag"
        value={search}
        onChange={(event) => store.searchFor(event.target.value)}
        spellCheck={false}
        autoComplete="off"
        className="min-w-0 flex-1 bg-transparent text-text outline-none placeholder:text-faint"
      />
      <kbd>/</kbd>
    </label>
  )
}

/** Stays focusable with nothing to retry, so that a press does not throw the keyboard back to the top. */
function RetryAll(): JSX.Element {
  const store = useFleetStore()
  const failed = useFleet((state) => state.tally.failed)
  return (
    <button
      type="button"
      className="btn"
      aria-disabled={failed === 0}
      onClick={() => failed > 0 && void store.retryFailed()}
    >
      Retry all failed ({failed})
    </button>
  )
}
