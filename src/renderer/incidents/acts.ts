import { assertNever } from '../../shared/assert.ts'
import type { CommandInput } from '../../shared/contract.ts'
import type { IncidentView } from '../../shared/view.ts'
import { copyText } from '../ui/clipboard.ts'
import { counted } from '../ui/counted.ts'
import { saveFile } from '../ui/save-file.ts'
import type { App } from '../use-app.ts'
import type { ListingStore } from './listing.ts'

type Doing = Pick<App, 'call' | 'toasts'>

/** Acknowledges incidents, or takes that back; says so, with an Undo where there were several. */
export async function acknowledge(
  app: Doing,
  listing: ListingStore,
  incidents: readonly IncidentView[],
  acknowledged: boolean,
): Promise<void> {
  const concerned = incidents.filter(({ acknowledgedAt }) => (acknowledgedAt !== null) !== acknowledged)
  if (concerned.length === 0) return
  const result = await app.call('incidents.acknowledge', { ids: concerned.map(({ id }) => id), acknowledged })
  if (!result.ok) {
    app.toasts.complain(result.error)
    return
  }
  listing.amend(result.value)
  if (result.value.length < 2 && concerned.length < 2) return
  const done = acknowledged ? 'acknowledged' : 'no longer acknowledged'
  app.toasts.say(`${counted(result.value.length, 'incident')} ${done}.`, {
    label: 'Undo',
    run: () => void acknowledge(app, listing, result.value, !acknowledged),
  })
}

/** Acknowledges all of them, or, where all of them are, takes it back. */
export function toggleAcknowledged(
  app: Doing,
  listing: ListingStore,
  incidents: readonly IncidentView[],
): Promise<void> {
  const all = incidents.every(({ acknowledgedAt }) => acknowledgedAt !== null)
  return acknowledge(app, listing, incidents, !all)
}

export type ExportFormat = CommandInput<'incidents.export'>['format']

/** Gives incidents as a text in the format: as a file to keep, or on the clipboard. */
export async function exportIncidents(
  { call, toasts }: Doing,
  incidents: readonly IncidentView[],
  format: ExportFormat,
  to: 'file' | 'clipboard',
): Promise<void> {
  const ids = incidents.map(({ id }) => id)
  const result = await call('incidents.export', { ...spanOf(incidents), ids, format })
  if (!result.ok) {
    toasts.complain(result.error)
    return
  }
  const { text, name } = result.value
  if (to === 'file') saveFile(text, name, typeOf(format))
  else if (await copyText(text)) toasts.say(`${counted(incidents.length, 'incident')} copied.`)
  else
    toasts.complain({
      message: 'The incidents were not copied: this page may not use the clipboard.',
      hint: 'Save them as a file instead.',
    })
}

/** From the first begin to the last end, epoch ms: the text and its name tell of that time. */
function spanOf(incidents: readonly IncidentView[]): { readonly from: number; readonly to: number } {
  const now = Date.now()
  const starts = incidents.map(({ start }) => Date.parse(start))
  const ends = incidents.map(({ end }) => (end === null ? now : Date.parse(end)))
  return { from: Math.min(...starts), to: Math.max(...starts, ...ends) }
}

function typeOf(format: ExportFormat): string {
  switch (format) {
    case 'csv':
      return 'text/csv'
    case 'json':
      return 'application/json'
    case 'markdown':
      return 'text/markdown'
    default:
      return assertNever(format)
  }
}
