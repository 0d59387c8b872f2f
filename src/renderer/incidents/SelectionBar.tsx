import { Check, Undo2, X } from 'lucide-react'
import type { JSX } from 'react'
import { ActButton } from '../ui/ActButton.tsx'
import { useApp } from '../use-app.ts'
import { acknowledge } from './acts.ts'
import { type Exporting, ExportMenu } from './ExportMenu.tsx'
import { useListing, useListingStore } from './use-incidents.ts'
import { Waiting } from './Waiting.tsx'

/** What can be done about all that are selected; it stands where the filters stand otherwise, and is as high. */
export function SelectionBar({ exporting }: { readonly exporting: Exporting }): JSX.Element {
  const app = useApp()
  const listing = useListingStore()
  const selected = useListing((state) => state.selected)
  const shown = useListing((state) => state.shown)
  const chosen = shown.filter(({ id }) => selected.has(id))
  const done = chosen.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length
  const left = chosen.length - done
  return (
    <div
      role="toolbar"
      aria-label="Selected incidents"
      className="flex min-h-7.5 flex-wrap items-center gap-1.5"
    >
      <span role="status" className="mr-2 min-w-24 font-semibold whitespace-nowrap">
        {selected.size} selected
      </span>
      <ActButton idle={left === 0} act={() => void acknowledge(app, listing, chosen, true)}>
        <Check className="size-3.5" aria-hidden="true" /> Acknowledge ({left})
      </ActButton>
      <ActButton idle={done === 0} act={() => void acknowledge(app, listing, chosen, false)}>
        <Undo2 className="size-3.5" aria-hidden="true" /> Take back ({done})
      </ActButton>
      <span className="mx-1 h-4 w-px bg-line" aria-hidden="true" />
      <ExportMenu incidents={chosen} label={`Export ${chosen.length}`} exporting={exporting} />
      <Waiting />
      <span className="flex-1" />
      <ActButton idle={false} act={() => listing.selectOnly([])}>
        <X className="size-3.5" aria-hidden="true" /> Clear <kbd>Esc</kbd>
      </ActButton>
    </div>
  )
}
