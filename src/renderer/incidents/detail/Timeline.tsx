import { type JSX, useState } from 'react'
import { cutTimelineWords, longestTimeline } from '../../../shared/limits.ts'
import type { IncidentDetail } from '../../../shared/screens.ts'
import { StateMark } from '../../fleet/StateMark.tsx'
import { shownState } from '../../fleet/state.ts'
import { exactTime, moment, stamp } from '../../ui/times.ts'
import { useFleet } from '../../use-fleet.ts'
import { useNames } from '../use-incidents.ts'

/** More are shown on demand. */
const atFirst = 50

/** What happened one after the other, from shortly before its begin to shortly after its end. */
export function Timeline({
  detail: { timeline, incident },
}: {
  readonly detail: IncidentDetail
}): JSX.Element {
  const [all, setAll] = useState(false)
  const names = useNames(timeline.map(({ endpoint }) => endpoint))
  const now = useFleet((state) => state.now)
  const several = incident.endpoints.length > 1
  const entries = timeline.map((entry, index) => ({
    ...entry,
    name: names[index],
    key: `${index} ${entry.at}`,
  }))
  /** Told for what led there and what followed. */
  const isOutside = (at: string) => at < incident.start || (incident.end !== null && at > incident.end)
  const shown = all ? entries : entries.slice(0, atFirst)
  return (
    <section aria-label="Timeline">
      <h3 className="text-xs font-semibold">Timeline</h3>
      {entries.length >= longestTimeline && <p className="text-xs text-muted">{cutTimelineWords}</p>}
      {entries.length === 0 && <p className="text-xs text-muted">Nothing of it is kept.</p>}
      <ol className="mt-1 text-xs">
        {shown.map(({ key, at, phase, health, reason, name }) => (
          <li
            key={key}
            className={`${isOutside(at) ? 'text-faint' : ''} grid grid-cols-[6.5rem_7.5rem_minmax(0,1fr)] items-start gap-x-2 py-0.5`}
          >
            <time dateTime={at} title={`${stamp(Date.parse(at))} (${exactTime(Date.parse(at))})`}>
              {moment(Date.parse(at), now)}
            </time>
            <StateMark state={shownState({ phase, health })} />
            <span className="min-w-0 break-words [overflow-wrap:anywhere]">
              {several && <b className="mr-1.5 font-semibold [unicode-bidi:isolate]">{name}</b>}
              {reason}
            </span>
          </li>
        ))}
      </ol>
      {shown.length < entries.length && (
        <button type="button" className="btn btn-sm mt-1 px-2.5" onClick={() => setAll(true)}>
          Show all {entries.length}
        </button>
      )}
    </section>
  )
}
