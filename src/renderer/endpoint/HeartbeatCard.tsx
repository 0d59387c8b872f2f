import type { JSX } from 'react'
import type { EndpointFacts, WatchedView } from '../../shared/screens.ts'
import { RateChart } from '../charts/RateChart.tsx'
import type { ChartSource } from '../charts/source.ts'
import { since, span } from '../fleet/time.ts'
import { exactTime } from '../ui/times.ts'
import { useFleet } from '../use-fleet.ts'
import { Card, Fact, Facts } from './Card.tsx'
import { rate } from './ConnectionCard.tsx'

interface HeartbeatCardProps {
  readonly view: WatchedView
  readonly facts: EndpointFacts | null
  readonly source: ChartSource
}

/** The newest heartbeat, what it counts, and how many come. */
export function HeartbeatCard({ view, facts, source }: HeartbeatCardProps): JSX.Element {
  const now = useFleet((state) => state.now)
  const heartbeat = facts?.heartbeat ?? null
  const age = view.lastSignAt === null ? null : span(since(view.lastSignAt, now))
  return (
    <Card title="Heartbeat" note={age === null ? 'no sign of life yet' : `last sign of life ${age} ago`}>
      <Facts>
        <Fact name="Newest">
          {heartbeat === null ? (
            'none with data came'
          ) : (
            <>
              {exactTime(Date.parse(heartbeat.at))} <span className="text-faint">{heartbeat.type}</span>
            </>
          )}
        </Fact>
        {heartbeat?.fields.map(({ name, value }) => (
          <Fact key={name} name={name}>
            <span className="font-mono break-all [unicode-bidi:isolate]">{value}</span>
          </Fact>
        ))}
        {heartbeat !== null && (
          <Fact name="Missed">
            {heartbeat.missed === null
              ? 'it does not count'
              : `${heartbeat.missed} by its own count; the newest ${heartbeat.counted} came`}
          </Fact>
        )}
        <Fact name="Now">
          {facts === null
            ? ''
            : `${rate(facts.rates.heartbeats)} beats/s, ${rate(facts.rates.events)} events/s`}
        </Fact>
      </Facts>
      <RateChart source={source} />
    </Card>
  )
}
