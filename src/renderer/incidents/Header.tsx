import { Search } from 'lucide-react'
import type { JSX, RefObject } from 'react'
import { counted } from '../ui/counted.ts'
import { useApp } from '../use-app.ts'
import { acknowledge } from './acts.ts'
import { ExportMenu } from './ExportMenu.tsx'
import { useListing, useListingStore } from './use-incidents.ts'

interface HeaderProps {
  readonly search: RefObject<HTMLInputElement | null>
  /** From the search down into the list. */
  readonly down: () => void
}

/** How many there are, search, and what goes for all that are shown. */
export function Header({ search, down }: HeaderProps): JSX.Element {
  const shown = useListing((state) => state.shown)
  const any = useListing((state) => (state.known?.length ?? 0) > 0)
  return (
    <header className="flex min-h-13 items-center gap-3 px-5 pt-3 pb-2.5">
      <h1 className="text-[17px] font-semibold tracking-tight">Incidents</h1>
      <Size />
      <span className="flex-1" />
      {any && (
        <>
          <SearchField field={search} down={down} />
          <AcknowledgeAll />
          <ExportMenu incidents={shown} label={`Export ${shown.length}`} />
        </>
      )}
    </header>
  )
}

function Size(): JSX.Element | null {
  const known = useListing((state) => state.known !== null)
  const shown = useListing((state) => state.shown)
  if (!known) return null
  const open = shown.filter(({ end }) => end === null).length
  return (
    <span role="status" className="whitespace-nowrap text-faint">
      {counted(shown.length, 'incident')}
      {open > 0 && `, ${open} open`}
    </span>
  )
}

function SearchField({ field, down }: { readonly field: HeaderProps['search']; readonly down: () => void }) {
  const listing = useListingStore()
  const search = useListing((state) => state.filter.search)
  return (
    <label className="flex h-7.5 w-64 min-w-36 items-center gap-2 rounded-md border border-line bg-panel px-2.5 text-faint focus-within:border-accent">
      <Search className="size-3.5 flex-none" aria-hidden="true" />
      <input
        ref={field}
        type="search"
        aria-label="Search endpoint, cause, notes"
        placeholder="Search name, cause, notes"
        value={search}
        onChange={(event) => listing.narrow({ search: event.target.value })}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing || event.key !== 'ArrowDown') return
          event.preventDefault()
          down()
        }}
        spellCheck={false}
        autoComplete="off"
        className="min-w-0 flex-1 bg-transparent text-text outline-none placeholder:text-faint"
      />
      <kbd>/</kbd>
    </label>
  )
}

/** Stays focusable with nothing to do, so that a press does not throw the keyboard back to the top. */
function AcknowledgeAll(): JSX.Element {
  const app = useApp()
  const listing = useListingStore()
  const shown = useListing((state) => state.shown)
  const left = shown.filter(({ acknowledgedAt }) => acknowledgedAt === null)
  return (
    <button
      type="button"
      className="btn btn-sm flex-none px-2.5"
      aria-disabled={left.length === 0}
      onClick={() => void acknowledge(app, listing, left, true)}
    >
      Acknowledge all ({left.length})
    </button>
  )
}
