import type { JSX } from 'react'
import type { IncidentView } from '../../shared/view.ts'
import { span } from '../fleet/time.ts'
import { useFleet } from '../use-fleet.ts'

/** How long it lasted, or lasts: counting then. */
export function Lasting({ incident }: { readonly incident: IncidentView }): JSX.Element {
  return incident.end === null ? <SoFar start={incident.start} /> : <span>{span(incident.durationMs)}</span>
}

function SoFar({ start }: { readonly start: string }): JSX.Element {
  const lasted = useFleet((state) => span(state.now - Date.parse(start)))
  return <b className="font-semibold text-failed">{lasted}</b>
}
