import { X } from 'lucide-react'
import type { JSX, ReactNode } from 'react'
import { incidentKinds } from '../../shared/view.ts'
import { toggled } from '../fleet/arrangement.ts'
import { useApp } from '../use-app.ts'
import type { Exporting } from './ExportMenu.tsx'
import { ranges } from './filter.ts'
import { KindMark } from './KindMark.tsx'
import { SelectionBar } from './SelectionBar.tsx'
import { useListing, useListingStore, useNames } from './use-incidents.ts'
import { Waiting } from './Waiting.tsx'

/** What the list leaves out; or, while some are selected, what to do about those. */
export function Toolbar({ exporting }: { readonly exporting: Exporting }): JSX.Element {
  const selecting = useListing((state) => state.selected.size > 0)
  return <div className="px-5 pb-2">{selecting ? <SelectionBar exporting={exporting} /> : <Filters />}</div>
}

function Filters(): JSX.Element {
  const listing = useListingStore()
  const { kinds, open, unacknowledged, long, endpoint, range } = useListing((state) => state.filter)
  return (
    <div role="toolbar" aria-label="Filters" className="flex min-h-7.5 flex-wrap items-center gap-1.5">
      {incidentKinds.map((kind) => (
        <Toggle
          key={kind}
          on={kinds.includes(kind)}
          act={() => listing.narrow({ kinds: toggled(kinds, kind) })}
        >
          <KindMark kind={kind} />
        </Toggle>
      ))}
      <span className="mx-1 h-4 w-px bg-line" aria-hidden="true" />
      <Toggle on={open} act={() => listing.narrow({ open: !open })}>
        Open only
      </Toggle>
      <Toggle on={unacknowledged} act={() => listing.narrow({ unacknowledged: !unacknowledged })}>
        Not acknowledged
      </Toggle>
      <Toggle
        on={long}
        act={() => listing.narrow({ long: !long })}
        title="Only what lasted 10 s or longer, or lasts still"
      >
        ≥ 10 s
      </Toggle>
      {endpoint !== null && <OfEndpoint id={endpoint} />}
      <Waiting />
      <span className="flex-1" />
      <fieldset className="flex flex-none overflow-hidden rounded-md border border-line bg-panel">
        <legend className="sr-only">Time</legend>
        {ranges.map(({ name, label, words }) => (
          <button
            key={name}
            type="button"
            title={words}
            aria-pressed={name === range}
            onClick={() => listing.narrow({ range: name })}
            className="h-7 px-2.5 text-xs whitespace-nowrap text-muted hover:bg-hover aria-pressed:bg-sel aria-pressed:font-semibold aria-pressed:text-accent"
          >
            {label}
          </button>
        ))}
      </fieldset>
    </div>
  )
}

interface ToggleProps {
  readonly on: boolean
  readonly act: () => void
  readonly title?: string
  readonly children: ReactNode
}

const Toggle = ({ on, act, title, children }: ToggleProps) => (
  <button
    type="button"
    title={title}
    aria-pressed={on}
    onClick={act}
    className="btn btn-sm flex-none px-2.5 aria-pressed:border-accent aria-pressed:bg-sel"
  >
    {children}
  </button>
)

function OfEndpoint({ id }: { readonly id: string }): JSX.Element {
  const { router } = useApp()
  const listing = useListingStore()
  const [name] = useNames([id])
  const drop = () => {
    if (router.getState().route.screen === 'incidents')
      router.go({ screen: 'incidents', of: null }, { inPlace: true })
    listing.narrow({ endpoint: null })
  }
  return (
    <button
      type="button"
      title={`Endpoint: ${name}`}
      onClick={drop}
      className="flex h-6 max-w-52 min-w-0 items-center gap-1 rounded-full border border-accent bg-sel pr-1.5 pl-2.5 text-xs hover:bg-hover"
    >
      <span className="sr-only">Remove the filter </span>
      <span className="text-muted">Endpoint: </span>
      <span className="min-w-0 truncate">{name}</span>
      <X className="size-3 flex-none" aria-hidden="true" />
    </button>
  )
}
