import { Command, Download, Ellipsis, Keyboard, Plus, Search, Upload } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { type JSX, type ReactNode, type RefObject, useMemo } from 'react'
import { exportEndpoints } from '../editor/actions.ts'
import { endDemo } from '../settings/demo.ts'
import { counted } from '../ui/counted.ts'
import { useApp } from '../use-app.ts'
import { useFleet, useFleetStore } from '../use-fleet.ts'
import { retryFailed } from './acting.ts'

interface HeaderProps {
  readonly search: RefObject<HTMLInputElement | null>
  /** From the search down into the list. */
  readonly down: () => void
}

/** Size of the fleet, search, and what goes for all endpoints. */
export function Header({ search, down }: HeaderProps): JSX.Element {
  const { router } = useApp()
  const any = useFleet((state) => state.views === null || state.all.length > 0)
  return (
    <header className="flex items-center gap-3 px-5 pt-3 pb-2.5">
      <h1 className="text-[17px] font-semibold tracking-tight">Fleet</h1>
      <Size />
      <Demo />
      <span className="flex-1" />
      {any && (
        <>
          <SearchField field={search} down={down} />
          <RetryAll />
        </>
      )}
      <button
        type="button"
        className="btn flex-none border-transparent bg-accent font-semibold text-bg hover:bg-accent hover:brightness-110"
        onClick={() => router.go({ screen: 'add' })}
      >
        <Plus className="size-3.5" aria-hidden="true" /> Add endpoint
      </button>
      <More />
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

/** The fault lab's streams are told from the person's own, and go with one click. */
function Demo(): JSX.Element | null {
  const app = useApp()
  const demoOnly = useFleet((state) => state.about?.demo === true)
  const demo = useFleet((state) => state.settings?.demo ?? 'off')
  if (!demoOnly && demo === 'off') return null
  return (
    <span className="flex items-center gap-2">
      <span
        className="rounded border border-late px-1.5 text-xs font-semibold text-late"
        title={
          demoOnly
            ? "These are the fault lab's streams, not your own."
            : "Some of these are the fault lab's streams, not your own."
        }
      >
        Demo
      </span>
      {!demoOnly && (
        <button type="button" className="btn btn-sm px-2" onClick={() => void endDemo(app)}>
          Stop the demo
        </button>
      )}
    </span>
  )
}

function SearchField({ field, down }: FieldProps): JSX.Element {
  const store = useFleetStore()
  const search = useFleet((state) => state.search)
  return (
    <label className="flex h-7.5 w-64 min-w-36 items-center gap-2 rounded-md border border-line bg-panel px-2.5 text-faint focus-within:border-accent">
      <Search className="size-3.5 flex-none" aria-hidden="true" />
      <input
        ref={field}
        type="search"
        aria-label="Search name, host, group, tag"
        placeholder="Search name, host, tag"
        value={search}
        onChange={(event) => store.searchFor(event.target.value)}
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

interface FieldProps {
  readonly field: RefObject<HTMLInputElement | null>
  readonly down: () => void
}

/** Stays focusable with nothing to retry, so that a press does not throw the keyboard back to the top. */
function RetryAll(): JSX.Element {
  const app = useApp()
  const failed = useFleet((state) => state.tally.failed)
  return (
    <button
      type="button"
      className="btn flex-none"
      aria-disabled={failed === 0}
      onClick={() => failed > 0 && void retryFailed(app)}
    >
      Retry all failed ({failed})
    </button>
  )
}

function More(): JSX.Element {
  const app = useApp()
  const { router } = app
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="btn w-7.5 flex-none px-0" aria-label="More" title="More">
        <Ellipsis className="size-4" aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content align="end" sideOffset={4} className="menu">
        <Entry text="Import…" act={() => router.go({ screen: 'import' })}>
          <Upload className="size-3.5" aria-hidden="true" />
        </Entry>
        <Entry text="Export all" act={() => void exportEndpoints(app, null)}>
          <Download className="size-3.5" aria-hidden="true" />
        </Entry>
        <DropdownMenu.Separator className="my-1 h-px bg-line" />
        <Entry text="Command palette" act={() => router.show('palette')}>
          <Command className="size-3.5" aria-hidden="true" />
        </Entry>
        <Entry text="Shortcuts" act={() => router.show('shortcuts')}>
          <Keyboard className="size-3.5" aria-hidden="true" />
        </Entry>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}

interface EntryProps {
  readonly text: string
  readonly act: () => void
  readonly children: ReactNode
}

const Entry = ({ text, act, children }: EntryProps) => (
  <DropdownMenu.Item className="menu-item" onSelect={act}>
    {children} {text}
  </DropdownMenu.Item>
)
