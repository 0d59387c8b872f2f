import type { JSX } from 'react'
import type { IncidentView } from '../../shared/view.ts'
import { latency, span } from '../fleet/time.ts'
import { useFleet } from '../use-fleet.ts'

/** How long it lasted, or lasts: counting then. */
export function Lasting({ incident }: { readonly incident: IncidentView }): JSX.Element {
  const { start, end, durationMs } = incident
  if (end === null) return <SoFar start={start} />
  return <span>{durationMs < 1000 ? latency(durationMs) : span(durationMs)}</span>
}

function SoFar({ start }: { readonly start: string }): JSX.Element {
  const lasted = useFleet((state) => span(state.now - Date.parse(start)))
  return <b className="font-semibold text-failed">{lasted}</b>
}
