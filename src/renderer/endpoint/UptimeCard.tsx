import type { JSX } from 'react'
import { useStore } from 'zustand'
import type { EndpointFacts, OutageView, WatchedView } from '../../shared/screens.ts'
import { uptimeIn } from '../charts/sight.ts'
import type { ChartSource } from '../charts/source.ts'
import { span } from '../fleet/time.ts'
import { Link } from '../ui/Link.tsx'
import { moment } from '../ui/times.ts'
import { useFleet } from '../use-fleet.ts'
import { Card, Fact, Facts, none } from './Card.tsx'

interface UptimeCardProps {
  readonly view: WatchedView
  readonly facts: EndpointFacts | null
  readonly source: ChartSource
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

/** How much of the watched time it was live, its outages, and where the time went: in the view, and since the start. */
export function UptimeCard({ view, facts, source }: UptimeCardProps): JSX.Element {
  const now = useFleet((state) => state.now)
  const outages = facts?.outages ?? []
  const longest = Math.max(0, ...outages.map((outage) => lasted(outage, now)))
  return (
    <Card
      title="Uptime"
      note="of the watched time"
      action={
        <Link
          to={{ screen: 'incidents', of: view.id }}
          className="relative flex-none rounded whitespace-nowrap text-muted underline hover:text-text"
        >
          Incidents<span className="sr-only"> of this endpoint</span>
        </Link>
      }
    >
      <Facts>
        <InView source={source} />
        <Fact name="Since the start">
          <b>{view.uptime === null ? none : percent(view.uptime)}</b>
          {facts !== null && (
            <span className="text-faint">, {watchedWords(watchedSince(facts.phaseMs))}</span>
          )}
        </Fact>
        <Fact name="Outages">
          {outages.length === 0 ? 'none' : `${outages.length}, the longest ${span(longest)}`}
        </Fact>
        {phaseWords.flatMap(([phase, words]) => {
          const ms = facts?.phaseMs[phase] ?? 0
          if (ms < 1000) return []
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

/** Over what the charts show now. */
function InView({ source }: { readonly source: ChartSource }): JSX.Element {
  const state = useStore(source)
  const found = uptimeIn(state)
  const name = state.window === null ? `Last ${state.range.label}` : 'In the charts'
  if (found === null) return <Fact name={name}>{none}</Fact>
  return (
    <Fact name={name}>
      <b>{found.uptime === null ? none : percent(found.uptime)}</b>
      <span className="text-faint">, {watchedWords(found.watched)}</span>
      {found.outageMs >= 1000 && <span className="text-faint">, down for {span(found.outageMs)}</span>}
    </Fact>
  )
}

const watchedWords = (share: number): string => `${shareWords(share)} of it watched`

/** Neither all nor nothing where it is less or more than that. */
function shareWords(share: number): string {
  if (share > 0 && share < 0.01) return 'under 1 %'
  return `${Math.floor(share * 100)} %`
}

/** What was stopped or unwatched was not watched; null counts as nothing. */
function watchedSince(phaseMs: EndpointFacts['phaseMs']): number {
  const all = Object.values(phaseMs).reduce((sum, ms) => sum + ms, 0)
  const not = (phaseMs.unwatched ?? 0) + (phaseMs.stopped ?? 0)
  return all === 0 ? 0 : (all - not) / all
}

const lasted = ({ start, end }: OutageView, now: number) =>
  Math.max(0, (end === null ? now : Date.parse(end)) - Date.parse(start))

/** Never rounded up to a hundred. */
const percent = (share: number) => `${(Math.floor(share * 10_000) / 100).toFixed(2)} %`
