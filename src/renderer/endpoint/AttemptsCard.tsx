import { type JSX, useState } from 'react'
import type { EndpointFacts, WatchedView } from '../../shared/screens.ts'
import { countdown } from '../fleet/time.ts'
import { useFleet } from '../use-fleet.ts'
import { AttemptTable } from './AttemptTable.tsx'
import { Card } from './Card.tsx'

interface AttemptsCardProps {
  readonly view: WatchedView
  readonly facts: EndpointFacts | null
}

/** Each request with its result, its delay and who chose it; the newest first. */
export function AttemptsCard({ view, facts }: AttemptsCardProps): JSX.Element {
  const [all, setAll] = useState(false)
  const now = useFleet((state) => state.now)
  const begin = outageBegin(view, facts)
  const attempts = (facts?.attempts ?? []).toReversed()
  const shown = all || begin === null ? attempts : attempts.filter(({ at }) => Date.parse(at) >= begin)
  const next =
    view.phase === 'waiting' && view.retryAt !== null ? (countdown(view.retryAt, now) ?? 'now') : null
  return (
    <Card
      title="Attempts"
      note={begin === null || all ? `the newest ${attempts.length}` : 'this outage'}
      action={
        begin !== null && (
          <button type="button" className="btn btn-sm px-2" aria-pressed={all} onClick={() => setAll(!all)}>
            {all ? 'This outage' : 'All'}
          </button>
        )
      }
    >
      {/* biome-ignore-start lint/a11y: it scrolls, and the keyboard must reach that */}
      <div className="max-h-72 overflow-y-auto" tabIndex={0} role="group" aria-label="List of attempts">
        {/* biome-ignore-end lint/a11y: as above */}
        <AttemptTable
          attempts={shown}
          next={
            next === null
              ? null
              : { attempt: view.attempt, due: next === 'now' ? 'is due now' : `is due in ${next}` }
          }
        />
        {shown.length === 0 && next === null && <p className="text-xs text-muted">None yet.</p>}
      </div>
    </Card>
  )
}

/** When the outage that lasts began, epoch ms; null where none lasts. */
function outageBegin(view: WatchedView, facts: EndpointFacts | null): number | null {
  const lasting = facts?.outages.find(({ end }) => end === null)
  const start = lasting?.start ?? view.downSince
  return start === null ? null : Date.parse(start)
}
