import { Check } from 'lucide-react'
import type { JSX } from 'react'
import type { IncidentView } from '../../shared/view.ts'
import { stamp } from '../ui/times.ts'
import { useApp } from '../use-app.ts'
import { toggleAcknowledged } from './acts.ts'
import { useListingStore } from './use-incidents.ts'

interface AcknowledgeProps {
  readonly incident: IncidentView
  readonly tabIndex?: number
}

/** Says whether somebody has seen to it; a press changes that. */
export function Acknowledge({ incident, tabIndex }: AcknowledgeProps): JSX.Element {
  const app = useApp()
  const listing = useListingStore()
  const { acknowledgedAt } = incident
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      title={
        acknowledgedAt === null
          ? 'Not acknowledged yet'
          : `Acknowledged ${stamp(Date.parse(acknowledgedAt))}; a press takes it back`
      }
      onClick={() => void toggleAcknowledged(app, listing, [incident])}
      className={`btn btn-sm w-29 flex-none ${acknowledgedAt === null ? '' : 'border-transparent bg-transparent font-normal text-muted'}`}
    >
      {acknowledgedAt === null ? (
        'Acknowledge'
      ) : (
        <>
          <Check className="size-3.5 text-live" aria-hidden="true" /> Acknowledged
        </>
      )}
    </button>
  )
}
