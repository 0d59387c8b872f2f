import type { JSX } from 'react'
import type { EndpointFacts, OutageView, WatchedView } from '../../shared/screens.ts'
import { span } from '../fleet/time.ts'
import { moment } from '../ui/times.ts'
import { useFleet } from '../use-fleet.ts'
import { Card, Fact, Facts, none } from './Card.tsx'

interface UptimeCardProps {
  readonly view: WatchedView
  readonly facts: EndpointFacts | null
}

const phaseWords: readonly (readonly [phase: string, words: string])[] = [
  ['live', 'Live'],
  ['connecting', 'Connecting'],
  ['waiting', 'Reconnecting'],
  ['failed', 'Failed'],
  ['unwatched', 'Unwatched'],
  ['stopped', 'Stopped'],
]
/** The newest ones tell enough. */
const mostOutages = 8

/** How much of the watched time it was live, its outages, and where the time went. */
export function UptimeCard({ view, facts }: UptimeCardProps): JSX.Element {
  const now = useFleet((state) => state.now)
  const outages = facts?.outages ?? []
  const longest = Math.max(0, ...outages.map((outage) => lasted(outage, now)))
  return (
    <Card title="Uptime" note="since the start">
      <Facts>
        <Fact name="Uptime">
          <b>{view.uptime === null ? none : percent(view.uptime)}</b>
        </Fact>
        <Fact name="Outages">
          {outages.length === 0 ? 'none' : `${outages.length}, the longest ${span(longest)}`}
        </Fact>
        {phaseWords.flatMap(([phase, words]) => {
          const ms = facts?.phaseMs[phase] ?? 0
          if (ms === 0) return []
          return [
            <Fact key={phase} name={words}>
              {span(ms)}
              {(phase === 'unwatched' || phase === 'stopped') && (
                <span className="text-faint">, not counted</span>
              )}
            </Fact>,
          ]
        })}
      </Facts>
      {outages.length > 0 && (
        <ul className="mt-2 border-t border-line pt-1.5 text-xs">
          {outages.slice(0, mostOutages).map((outage) => (
            <li key={outage.start} className="py-0.5">
              {moment(Date.parse(outage.start), now)}, {outage.end === null ? 'still down, ' : ''}
              {span(lasted(outage, now))} <span className="break-words text-faint">{outage.cause}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

const lasted = ({ start, end }: OutageView, now: number) =>
  Math.max(0, (end === null ? now : Date.parse(end)) - Date.parse(start))

/** Never rounded up to a hundred. */
const percent = (share: number) => `${(Math.floor(share * 10_000) / 100).toFixed(2)} %`
