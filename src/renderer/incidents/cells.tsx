import { Check, StickyNote } from 'lucide-react'
import type { JSX } from 'react'
import type { IncidentView } from '../../shared/view.ts'
import { Link } from '../ui/Link.tsx'
import { shortMoment, stamp } from '../ui/times.ts'
import { useFleet } from '../use-fleet.ts'
import { Lasting } from './Lasting.tsx'
import { useNames } from './use-incidents.ts'
import { endpointsWords, flappingMeans } from './words.ts'

interface CellProps {
  readonly incident: IncidentView
}

/** More are told in the incident itself. */
const mostTold = 30

/** A link for each of a few; how many there are of more. */
export function Endpoints({
  incident: { endpoints },
  tabIndex,
}: CellProps & { readonly tabIndex: number }): JSX.Element {
  const names = useNames(endpoints)
  if (endpoints.length !== 1 && endpoints.length !== 2) {
    const more = endpoints.length > mostTold ? `, and ${endpoints.length - mostTold} more` : ''
    return (
      <b className="block truncate font-semibold" title={`${names.slice(0, mostTold).join(', ')}${more}`}>
        {endpointsWords(names)}
      </b>
    )
  }
  return (
    <span className="flex min-w-0 gap-1.5">
      {endpoints.map((id, index) => (
        <Link
          key={id}
          to={{ screen: 'endpoint', id }}
          tabIndex={tabIndex}
          title={names[index]}
          className="block min-w-0 truncate font-semibold [unicode-bidi:isolate] hover:underline"
        >
          {names[index]}
        </Link>
      ))}
    </span>
  )
}

/** One sentence, cut where it is long. */
export function Cause({
  incident: { cause },
  lines,
}: CellProps & { readonly lines: 'truncate' | 'line-clamp-2' }): JSX.Element {
  return (
    <p className={`text-xs break-words text-muted [overflow-wrap:anywhere] ${lines}`} title={cause}>
      {cause}
    </p>
  )
}

/** Local time; whole in the hint. */
export function Began({ start }: { readonly start: string }): JSX.Element {
  const at = Date.parse(start)
  const words = useFleet(({ now }) => shortMoment(at, now))
  return (
    <time dateTime={start} title={stamp(at)}>
      {words}
    </time>
  )
}

/** How long, and below it whether that goes on, and whether it was more than one. */
export function Duration({ incident }: CellProps): JSX.Element {
  const remarks = [...(incident.end === null ? ['so far'] : []), ...(incident.flapping ? ['flapping'] : [])]
  return (
    <>
      <Lasting incident={incident} />
      {remarks.length > 0 && (
        <span
          className="block text-[11px] leading-3.5 text-late"
          title={incident.flapping ? flappingMeans : undefined}
        >
          {remarks.join(', ')}
        </span>
      )}
    </>
  )
}

/** Whether somebody wrote about it; and, where no button tells it, whether it was acknowledged. */
export function Marks({
  incident: { notes, acknowledgedAt },
  acknowledged,
}: CellProps & { readonly acknowledged: boolean }): JSX.Element {
  return (
    <>
      {notes !== '' && (
        <span title={notes.slice(0, 300)}>
          <StickyNote className="size-3.5 text-accent" aria-hidden="true" />
          <span className="sr-only">Has notes</span>
        </span>
      )}
      {acknowledged && acknowledgedAt !== null && (
        <span title={`Acknowledged ${stamp(Date.parse(acknowledgedAt))}`}>
          <Check className="size-3.5 text-live" aria-hidden="true" />
          <span className="sr-only">Acknowledged</span>
        </span>
      )}
    </>
  )
}
