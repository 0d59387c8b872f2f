import { Command as Cmdk } from 'cmdk'
import { Search } from 'lucide-react'
import { type JSX, type ReactNode, useId, useMemo, useRef, useState } from 'react'
import { actOn } from '../fleet/acting.ts'
import type { Row } from '../fleet/order.ts'
import { StateMark } from '../fleet/StateMark.tsx'
import { shownState } from '../fleet/state.ts'
import { Key } from '../shell/Key.tsx'
import { Modal } from '../ui/Modal.tsx'
import { type App, useApp } from '../use-app.ts'
import { useFleet, useFleetStore } from '../use-fleet.ts'
import { type Command, commandsFor, commandsNow } from './commands.ts'
import { type Found, findEndpoints, matches, type Verb } from './find.ts'

/** Everything that can be done, and every endpoint, by a few letters. */
export function Palette(): JSX.Element {
  const { router } = useApp()
  const title = useId()
  const close = () => router.show(null)
  return (
    <Modal labelledBy={title} close={close} lightly className="mt-[12vh] w-150 overflow-hidden">
      <h2 id={title} className="sr-only">
        Command palette
      </h2>
      <Field close={close} />
    </Modal>
  )
}

function Field({ close }: { readonly close: () => void }): JSX.Element {
  const app = useApp()
  const store = useFleetStore()
  const list = useRef<HTMLDivElement>(null)
  const [query, setQuery] = useState('')
  // What was there when the query was typed: nothing moves under the keys while streams change.
  const { found, commands } = useMemo(() => whatFits(query, app, store), [query, app, store])

  const ask = (text: string) => {
    setQuery(text)
    list.current?.scrollTo({ top: 0 })
  }
  const carryOut = ({ run }: Command) => {
    if (typeof run === 'string') return ask(run)
    close()
    run()
  }
  const endpoints = found.rows.length > 0 && (
    <Endpoints
      key="endpoints"
      found={found}
      act={(row) => {
        close()
        carryOutVerb(app, found.verb, row)
      }}
    />
  )
  const others = commands.length > 0 && (
    <Group key="commands" heading="Commands">
      {commands.map((command) => (
        <Item key={command.title} value={command.title} act={() => carryOut(command)}>
          <command.icon className="size-4 flex-none text-faint" aria-hidden="true" />
          <span className="min-w-0 flex-1 truncate">{command.title}</span>
          {command.key !== undefined && <Key name={command.key} />}
        </Item>
      ))}
    </Group>
  )
  return (
    <Cmdk label="Commands and endpoints" shouldFilter={false} loop vimBindings={false}>
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Search className="size-4 flex-none text-faint" aria-hidden="true" />
        <Cmdk.Input
          data-first=""
          value={query}
          onValueChange={ask}
          placeholder="An endpoint, or what to do: retry, add, theme…"
          className="h-11 min-w-0 flex-1 bg-transparent text-[14px] outline-none placeholder:text-faint"
        />
        <kbd>Esc</kbd>
      </div>
      <Cmdk.List ref={list} label="Matches" className="max-h-[60vh] scroll-py-2 overflow-y-auto p-2">
        <Cmdk.Empty className="px-3 py-8 text-center text-muted">
          Nothing is called that. A name, a host or a tag finds an endpoint.
        </Cmdk.Empty>
        {found.byName || found.verb !== 'open' ? [endpoints, others] : [others, endpoints]}
      </Cmdk.List>
    </Cmdk>
  )
}

function whatFits(query: string, app: App, store: ReturnType<typeof useFleetStore>) {
  const { all, views, about } = store.getState()
  const demoOnly = about?.demo === true
  const { route } = app.router.getState()
  const here = route.screen === 'endpoint' ? views?.get(route.id) : undefined
  const found = findEndpoints(query, all, demoOnly)
  const commands = [...(here ? commandsFor(app, here, demoOnly) : []), ...commandsNow(app, store)]
  return {
    found,
    commands: commands.filter(
      ({ title, words, run, onlyAsked }) =>
        !(onlyAsked && query.trim() === '') &&
        (found.verb === 'open' || typeof run !== 'string') &&
        matches(query, `${title} ${words ?? ''}`),
    ),
  }
}

function carryOutVerb(app: App, verb: Verb, { view }: Row): void {
  if (verb === 'open') app.router.go({ screen: 'endpoint', id: view.id })
  else if (verb === 'edit') app.router.go({ screen: 'edit', id: view.id })
  else void actOn(app, verb, [view])
}

const headings: Readonly<Record<Verb, string>> = {
  open: 'Endpoints',
  retry: 'Retry',
  stop: 'Stop',
  start: 'Start',
  edit: 'Edit',
}

function Endpoints({
  found: { verb, rows, more },
  act,
}: {
  readonly found: Found
  readonly act: (row: Row) => void
}): JSX.Element {
  return (
    <Group heading={headings[verb]}>
      {rows.map((row) => (
        <Item key={row.view.id} value={`endpoint ${row.view.id}`} act={() => act(row)}>
          <span className="min-w-0 flex-1 truncate font-medium">{row.view.name}</span>
          {row.view.demo && <span className="flex-none text-xs text-late">Demo</span>}
          <span className="max-w-44 min-w-0 truncate text-xs text-faint">{row.host}</span>
          <State row={row} />
        </Item>
      ))}
      {more > 0 && <p className="px-3 py-1.5 text-xs text-faint">{more} more: another letter finds them.</p>}
    </Group>
  )
}

/** As it is now, whatever it was when the query was typed. */
function State({ row }: { readonly row: Row }): JSX.Element {
  const state = useFleet(({ views }) => shownState(views?.get(row.view.id) ?? row.view))
  return (
    <span className="w-30 flex-none">
      <StateMark state={state} />
    </span>
  )
}

function Group({
  heading,
  children,
}: {
  readonly heading: string
  readonly children: ReactNode
}): JSX.Element {
  return (
    <Cmdk.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-faint"
    >
      {children}
    </Cmdk.Group>
  )
}

interface ItemProps {
  readonly value: string
  readonly act: () => void
  readonly children: ReactNode
}

function Item({ value, act, children }: ItemProps): JSX.Element {
  return (
    <Cmdk.Item
      value={value}
      onSelect={act}
      className="flex h-8.5 cursor-default items-center gap-2.5 rounded-md px-3 data-[selected=true]:bg-sel"
    >
      {children}
    </Cmdk.Item>
  )
}
