import type { JSX } from 'react'
import { useFleet } from '../use-fleet.ts'
import { Card } from './Card.tsx'
import { NumberField } from './NumberField.tsx'
import { useSave } from './use-save.ts'

/** As `eventRingRange` of the contract has it; the schemas stay out of the page. */
const least = 50
const most = 5000

export function EventRing(): JSX.Element {
  const size = useFleet((state) => state.settings?.eventRing ?? 200)
  const save = useSave()
  return (
    <Card title="Events" about="What an endpoint's tail can show.">
      <NumberField
        label="Kept of each"
        value={size}
        least={least}
        most={most}
        commit={async (eventRing) => {
          await save({ eventRing })
        }}
        help={
          <>
            The newest {size.toLocaleString('en')} events of each endpoint stay in memory; the oldest go
            first. All endpoints together keep at most 64 MB of them, so with many endpoints, or large events,
            it may be fewer.
          </>
        }
      />
    </Card>
  )
}
