import { type JSX, useState } from 'react'
import type { EndpointFacts, WatchedView } from '../../shared/screens.ts'
import type { AttemptView } from '../../shared/view.ts'
import { countdown } from '../fleet/time.ts'
import { moment } from '../ui/times.ts'
import { useFleet } from '../use-fleet.ts'
import { Card } from './Card.tsx'
import { Copy } from './Copy.tsx'
import { briefly, delayWords, resultWords } from './words.ts'

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
        <table className="w-full table-fixed text-left text-xs">
          <colgroup>
            <col className="w-7" />
            <col className="w-17" />
            <col />
            <col className="w-19" />
          </colgroup>
          <thead className="sr-only">
            <tr>
              <th scope="col">Attempt</th>
              <th scope="col">Time</th>
              <th scope="col">Result</th>
              <th scope="col">Duration</th>
            </tr>
          </thead>
          <tbody>
            {next !== null && (
              <tr>
                <th scope="row" className="py-0.5 align-top">
                  {view.attempt}
                </th>
                <td colSpan={3}>{next === 'now' ? 'is due now' : `is due in ${next}`}</td>
              </tr>
            )}
            {shown.map((attempt) => (
              <Row key={`${attempt.at} ${attempt.attempt}`} attempt={attempt} now={now} />
            ))}
          </tbody>
        </table>
        {shown.length === 0 && next === null && <p className="text-xs text-muted">None yet.</p>}
      </div>
    </Card>
  )
}

function Row({ attempt, now }: { readonly attempt: AttemptView; readonly now: number }): JSX.Element {
  const delay = delayWords(attempt)
  return (
    <tr className="align-top">
      <th scope="row" className="py-0.5">
        {attempt.attempt}
      </th>
      <td className="py-0.5 text-faint">{moment(Date.parse(attempt.at), now)}</td>
      <td className="py-0.5">
        <span className={attempt.result === 'live' ? 'text-live' : ''}>{resultWords(attempt)}</span>
        {delay !== '' && <span className="block text-faint">{delay}</span>}
      </td>
      <td className="py-0.5 text-right text-faint">
        {briefly(attempt.durationMs)}
        <span className="ml-0.5 inline-block w-5 align-top">
          {attempt.traceId !== null && (
            <Copy what={`trace id of attempt ${attempt.attempt}`} text={attempt.traceId} />
          )}
        </span>
      </td>
    </tr>
  )
}

/** When the outage that lasts began, epoch ms; null where none lasts. */
function outageBegin(view: WatchedView, facts: EndpointFacts | null): number | null {
  const lasting = facts?.outages.find(({ end }) => end === null)
  const start = lasting?.start ?? view.downSince
  return start === null ? null : Date.parse(start)
}
