import { ChevronDown, Copy, Download } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { Fragment, type JSX } from 'react'
import type { IncidentView } from '../../shared/view.ts'
import { useApp } from '../use-app.ts'
import { type ExportFormat, exportIncidents } from './acts.ts'

interface ExportMenuProps {
  /** What is exported; nothing can be done where there is none. */
  readonly incidents: readonly IncidentView[]
  /** What the button says of them: `Export 3`. */
  readonly label: string
  /** Where a key opens it as well. */
  readonly exporting?: Exporting
}

/** Whether the menu is open. */
export interface Exporting {
  readonly open: boolean
  readonly setOpen: (open: boolean) => void
}

const formats: readonly { readonly format: ExportFormat; readonly words: string }[] = [
  { format: 'markdown', words: 'report (Markdown)' },
  { format: 'csv', words: 'CSV' },
  { format: 'json', words: 'JSON' },
]

/** Each format to keep as a file, or to copy. */
export function ExportMenu({ incidents, label, exporting }: ExportMenuProps): JSX.Element {
  const idle = incidents.length === 0
  return (
    <DropdownMenu.Root
      modal={false}
      {...(exporting && { open: exporting.open, onOpenChange: exporting.setOpen })}
    >
      <DropdownMenu.Trigger
        className="btn btn-sm flex-none px-2.5"
        aria-disabled={idle}
        onPointerDown={(event) => idle && event.preventDefault()}
        onKeyDown={(event) => idle && event.key !== 'Tab' && event.preventDefault()}
      >
        <Download className="size-3.5" aria-hidden="true" /> {label}
        <ChevronDown className="size-3" aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content align="end" sideOffset={4} className="menu">
        {formats.map(({ format, words }) => (
          <Fragment key={format}>
            <Entry incidents={incidents} format={format} to="file" words={`Save as ${words}`} />
            <Entry incidents={incidents} format={format} to="clipboard" words={`Copy as ${words}`} />
          </Fragment>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}

interface EntryProps {
  readonly incidents: readonly IncidentView[]
  readonly format: ExportFormat
  readonly to: 'file' | 'clipboard'
  readonly words: string
}

function Entry({ incidents, format, to, words }: EntryProps): JSX.Element {
  const app = useApp()
  const Icon = to === 'file' ? Download : Copy
  return (
    <DropdownMenu.Item
      className="menu-item"
      onSelect={() => void exportIncidents(app, incidents, format, to)}
    >
      <Icon className="size-3.5" aria-hidden="true" /> {words}
    </DropdownMenu.Item>
  )
}
