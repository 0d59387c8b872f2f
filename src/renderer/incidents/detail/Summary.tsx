import type { JSX } from 'react'
import type { IncidentView } from '../../../shared/view.ts'
import { Fact, Facts } from '../../endpoint/Card.tsx'
import { Copied } from '../../endpoint/Copy.tsx'
import { Link } from '../../ui/Link.tsx'
import { stamp } from '../../ui/times.ts'
import { Lasting } from '../Lasting.tsx'
import { useNames } from '../use-incidents.ts'
import { flappingMeans, kindMeanings } from '../words.ts'

/** What it was, in facts. */
export function Summary({ incident }: { readonly incident: IncidentView }): JSX.Element {
  const { kind, cause, start, end, flapping, acknowledgedAt, id } = incident
  return (
    <div className="flex flex-col gap-2">
      <p className="break-words [overflow-wrap:anywhere]">{cause}</p>
      <Facts>
        <Fact name="What it is">{kindMeanings[kind]}</Fact>
        <Fact name="Began">
          <Moment iso={start} />
        </Fact>
        <Fact name="Ended">{end === null ? 'not yet' : <Moment iso={end} />}</Fact>
        <Fact name="Duration">
          <Lasting incident={incident} />
          {end === null && ' so far'}
        </Fact>
        {flapping && <Fact name="Flapping">{flappingMeans}</Fact>}
        {acknowledgedAt !== null && (
          <Fact name="Acknowledged">
            <Moment iso={acknowledgedAt} />
          </Fact>
        )}
        <Fact name="Endpoints">
          <Endpoints ids={incident.endpoints} />
        </Fact>
        <Fact name="Id">
          <Copied what="id of the incident" text={id} />
        </Fact>
      </Facts>
    </div>
  )
}

const Moment = ({ iso }: { readonly iso: string }) => (
  <time dateTime={iso} title={iso}>
    {stamp(Date.parse(iso))}
  </time>
)

function Endpoints({ ids }: { readonly ids: readonly string[] }): JSX.Element {
  const names = useNames(ids)
  if (ids.length === 0) return <>none</>
  return (
    <ul className="flex max-h-28 flex-wrap gap-x-3 gap-y-0.5 overflow-y-auto">
      {ids.map((id, index) => (
        <li key={id} className="max-w-full min-w-0">
          <Link
            to={{ screen: 'endpoint', id }}
            title={names[index]}
            className="block truncate rounded underline underline-offset-2 [unicode-bidi:isolate] hover:text-accent"
          >
            {names[index]}
          </Link>
        </li>
      ))}
    </ul>
  )
}
