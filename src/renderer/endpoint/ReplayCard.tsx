import type { JSX } from 'react'
import type { EndpointFacts, WatchedView } from '../../shared/screens.ts'
import { moment } from '../ui/times.ts'
import { useFleet } from '../use-fleet.ts'
import { Card, Fact, Facts, none } from './Card.tsx'
import { Copied } from './Copy.tsx'
import { count } from './words.ts'

interface ReplayCardProps {
  readonly view: WatchedView
  readonly facts: EndpointFacts | null
}

/** What the reconnections brought back, what that rests on, and what is missing. */
export function ReplayCard({ view, facts }: ReplayCardProps): JSX.Element {
  const now = useFleet((state) => state.now)
  const { replay, counters, rehydrations } = view
  const last = facts?.replay ?? null
  const missed = facts?.missed ?? null
  const bad = last?.verdict === 'truncated' || last?.verdict === 'failed'
  return (
    <Card title="Replay" note="what reconnections brought back">
      <Facts>
        <Fact name="Last verdict">
          {last === null ? (
            'none yet'
          ) : (
            <>
              <b className={bad ? 'text-failed' : ''}>{last.verdict}</b>{' '}
              <span className="text-faint">{moment(Date.parse(last.at), now)}</span>
            </>
          )}
        </Fact>
        {last !== null && <Fact name="Rests on">{last.evidence || none}</Fact>}
        <Fact name="All so far">
          {count(replay.complete)} complete, {count(replay.truncated)} truncated, {count(replay.failed)}{' '}
          failed, {count(replay.unknown)} unknown
          {replay.snapshot > 0 && `, ${count(replay.snapshot)} snapshot`}
        </Fact>
        <Fact name="Duplicates">{count(counters.duplicates)}</Fact>
        {rehydrations.ok + rehydrations.failed > 0 && (
          <Fact name="Re-hydrations">
            {count(rehydrations.ok)} done, {count(rehydrations.failed)} failed
          </Fact>
        )}
        <Fact name="Last good">
          {missed === null ? 'nothing is known to be missing' : moment(Date.parse(missed.since), now)}
        </Fact>
        {missed !== null && (
          <>
            <Fact name="Missed since">
              <b className="text-failed">
                {missed.events === null
                  ? 'events; the ids do not tell how many'
                  : `${count(missed.events)} events`}
              </b>
            </Fact>
            {missed.lastEventId !== null && (
              <Fact name="Last good id">
                <Copied what="last good id" text={missed.lastEventId} />
              </Fact>
            )}
          </>
        )}
      </Facts>
    </Card>
  )
}
