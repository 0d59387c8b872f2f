import { type JSX, useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import type { OutageView, WatchedView } from '../../shared/screens.ts'
import { Charts, type ChartsHandle } from '../charts/Charts.tsx'
import { type Range, ranges, recallRange } from '../charts/range.ts'
import { createChartSource } from '../charts/source.ts'
import { createMemory } from '../fleet/memory.ts'
import { useKeys } from '../shell/keys.ts'
import { type FleetState, isStale } from '../store.ts'
import { useApp } from '../use-app.ts'
import { useFleet, useFleetStore } from '../use-fleet.ts'
import { AttemptsCard } from './AttemptsCard.tsx'
import { endpointActs } from './acts.ts'
import { Banner } from './Banner.tsx'
import { ConnectionCard } from './ConnectionCard.tsx'
import { DrillCard } from './DrillCard.tsx'
import { createDrill } from './drill.ts'
import { EndpointHeader } from './EndpointHeader.tsx'
import { HeartbeatCard } from './HeartbeatCard.tsx'
import { ReplayCard } from './ReplayCard.tsx'
import { TailPanel } from './tail/TailPanel.tsx'
import { createTail } from './tail/tail.ts'
import { Unknown } from './Unknown.tsx'
import { UptimeCard } from './UptimeCard.tsx'
import { useFacts } from './use-facts.ts'

/** All that is known of one endpoint. */
export function EndpointScreen({ id }: { readonly id: string }): JSX.Element {
  const view = useFleet((state) => state.views?.get(id))
  const known = useFleet((state) => state.views !== null)
  // A monitor that was started anew counts its events from 1 again.
  const startedAt = useFleet((state) => state.about?.startedAt)
  if (view === undefined) return <Unknown id={id} asking={!known} />
  return <Known key={startedAt} view={view} />
}

const noOutages: readonly OutageView[] = []
const chosenRange = createMemory(() => window.localStorage, 'heartline.charts')

const keptSinceOf = ({ settings }: FleetState): number | null => {
  const since = settings?.history.since ?? null
  return since === null ? null : Date.parse(since)
}

function Known({ view }: { readonly view: WatchedView }): JSX.Element {
  const app = useApp()
  const { id } = view
  const stale = useFleet(isStale)
  const facts = useFacts(id)
  const store = useFleetStore()
  const charts = useRef<ChartsHandle>(null)
  const search = useRef<HTMLInputElement>(null)
  const tail = useMemo(createTail, [])
  const drill = useMemo(() => createDrill(app.call, id), [app.call, id])
  const source = useMemo(
    () =>
      createChartSource({
        call: app.call,
        id,
        range: recallRange(chosenRange),
        keptSince: () => keptSinceOf(store.getState()),
        now: Date.now,
        after: (ms, task) => {
          const timer = setTimeout(task, ms)
          return () => clearTimeout(timer)
        },
        isHidden: () => document.hidden,
      }),
    [app.call, id, store],
  )
  useEffect(() => source.run(), [source])
  const range = useStore(source, (state) => state.range)
  const keptSince = useFleet(keptSinceOf)
  const choose = (next: Range) => {
    source.choose(next)
    chosenRange.write(next.label)
  }

  const demoOnly = useFleet((state) => state.about?.demo ?? false)
  const acts = endpointActs(app, view, demoOnly)
  const leave = () => (charts.current?.isFollowing() === false ? charts.current.follow() : app.router.back())
  useKeys({
    r: acts.retry,
    s: acts.toggle,
    e: () => acts.inFile?.edit(),
    p: () => (tail.getState().pause === null ? tail.pauseBy('hand') : tail.resume()),
    '/': () => search.current?.focus(),
    f: () => charts.current?.follow(),
    ...Object.fromEntries(ranges.map((each, index) => [`${index + 1}`, () => choose(each)])),
    Escape: leave,
  })

  return (
    <main className={`flex min-h-0 flex-1 flex-col ${stale ? 'grayscale' : ''}`}>
      <EndpointHeader view={view} acts={acts} range={range} choose={choose} />
      <Banner view={view} />
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_19rem] gap-3.5 px-5 pb-3.5 max-[900px]:block max-[900px]:overflow-y-auto min-[1200px]:grid-cols-[minmax(0,1fr)_21.5rem]">
        <div className="flex min-h-0 flex-col gap-2.5 overflow-y-auto max-[900px]:mb-2.5 max-[900px]:overflow-visible">
          <Charts
            source={source}
            outages={facts?.outages ?? noOutages}
            clockOffsetMs={facts?.facts.clockOffsetMs ?? null}
            measured={view.latency}
            keptSince={keptSince}
            handle={charts}
          />
          <TailPanel id={id} tail={tail} search={search} drill={drill} />
        </div>
        <div
          className={`flex min-h-0 flex-col gap-2.5 overflow-y-auto max-[900px]:overflow-visible ${facts === null && !stale ? 'invisible' : ''}`}
        >
          <ConnectionCard view={view} facts={facts} />
          <AttemptsCard view={view} facts={facts} />
          <HeartbeatCard view={view} facts={facts} source={source} />
          <ReplayCard view={view} facts={facts} />
          <DrillCard drill={drill} />
          <UptimeCard view={view} facts={facts} source={source} />
        </div>
      </div>
    </main>
  )
}
