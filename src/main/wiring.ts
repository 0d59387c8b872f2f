import type { Notice } from '../shared/contract.ts'
import type { EndpointSettings } from '../shared/settings.ts'
import { createApplying } from './applying.ts'
import type { Problem } from './config/problems.ts'
import type { ConfigReferences } from './config/references.ts'
import type { ConfigStore } from './config/store.ts'
import type { Earlier } from './history/earlier.ts'
import { createRecorder, type Recorder } from './history/recorder.ts'
import type { History } from './history/types.ts'
import { createMaterials } from './materials.ts'
import type { SystemClock } from './monitor/clock.ts'
import { createByteBudget } from './monitor/connection/byteBudget.ts'
import { openConnection } from './monitor/connection/connection.ts'
import { fetchOnce } from './monitor/connection/fetchOnce.ts'
import { proxyFor } from './monitor/connection/proxyFor.ts'
import { createDialler, type Dialler } from './monitor/dial.ts'
import { createFleet } from './monitor/fleet.ts'
import { createIncidentBook, type IncidentBook } from './monitor/incidents/book.ts'
import { withMachineEvidence } from './monitor/incidents/machine-evidence.ts'
import type { Fleet } from './monitor/types.ts'
import { createWatching, type Watching } from './monitor/watching/watching.ts'
import { createNoticeBoard, type NoticeBoard } from './rpc/sources.ts'
import type { StoppedStore } from './stopped.ts'

/** The monitor's parts, put together; the same for browser mode and the desktop. */
export interface Monitor {
  readonly fleet: Fleet
  readonly incidents: IncidentBook
  readonly watching: Watching
  /** Dials for live checks: as the fleet does, within a byte budget of their own. */
  readonly probeDialler: Dialler
  /** The configuration's problems now in force. */
  readonly notices: NoticeBoard
  /** Brings what happens to the history; null without one. */
  readonly recorder: Recorder | null
  /** Begins to watch what the configuration says, and goes on from what earlier runs left. */
  begin(earlier?: Earlier | null): void
  /** What is watched beside the configuration is other now. */
  refresh(): void
  close(): void
}

export interface MonitorOptions {
  readonly clock: SystemClock
  /** From 0 up to 1, as `Math.random`. */
  readonly random: () => number
  readonly env: Readonly<Record<string, string | undefined>>
  readonly config: ConfigStore
  readonly references: ConfigReferences
  readonly stopped: StoppedStore
  /** Whether the system has a network; where this is left out it is taken for granted. */
  readonly isOnline?: () => boolean
  /** Left out, nothing outlives this run. */
  readonly history?: History
  /** Endpoints that stand in no file: the demo's streams. Where an id is used twice, the configuration's counts. */
  readonly beside?: () => readonly EndpointSettings[]
  /** The configuration's own endpoints are the demo's. */
  readonly demo?: boolean
}

/** Bytes that undelivered pieces of all connections may hold together. */
const connectionBytes = 256 * 1024 * 1024
/** The same for live checks: a firehose that is looked at takes nothing from the fleet. */
const probeBytes = 32 * 1024 * 1024

export function createMonitor(options: MonitorOptions): Monitor {
  const { clock, random, env, config, references, stopped, history } = options
  const { isOnline = () => true, beside = () => [], demo = false } = options
  const budget = createByteBudget(connectionBytes)
  const ending = new AbortController()
  const dialler = createDialler({
    references,
    materials: createMaterials(config.baseDir, ending.signal),
    proxyFor: (url) => proxyFor(url, env),
    open: (request, sink) => openConnection(request, sink, clock, budget),
  })
  const probeBudget = createByteBudget(probeBytes)
  const probeDialler: Dialler = {
    prepare: dialler.prepare,
    open: (request, sink) => openConnection(request, sink, clock, probeBudget),
  }
  const incidents = createIncidentBook()
  const fleet = createFleet({
    clock,
    incidents,
    beforeJudging: () => watching.look(),
    random,
    dialler,
    fetchOnce: (request, limits) => fetchOnce(request, { ...limits, clock }),
    references,
    stopped: stopped.ids,
    onStopped: (ids) => stopped.save(ids.filter(isKept)),
    ...(history && { era: history.era + 1 }),
  })
  const watching = createWatching({
    clock,
    random,
    fleet,
    incidents: withMachineEvidence(incidents, fleet.evidence),
    isOnline,
  })
  /** Ids that no file has: nothing of these outlives a restart. */
  const passing = new Set<string>()
  const isKept = (id: string): boolean => !passing.has(id)
  const recorder = history
    ? createRecorder({ clock, fleet, incidents, history, isKept, beforeRecording: watching.look })
    : null

  function wanted(): readonly EndpointSettings[] {
    const own = config.endpoints()
    const ids = new Set(own.map(({ id }) => id))
    const others = beside().filter(({ id }) => !ids.has(id))
    for (const { id } of others) passing.add(id)
    for (const id of ids) passing.delete(id)
    return [...(demo ? own.map(markDemo) : own), ...others]
  }

  const applying = createApplying({
    fleet,
    wanted,
    isKept,
    recall: history
      ? (ids) => {
          // One that was removed a moment ago is on its way to the history.
          recorder?.flush()
          return history.recall(ids)
        }
      : null,
  })

  const notices = createNoticeBoard(config.problems().map(noticeOf))
  const unsubscribe = config.subscribe((event) => {
    if (event.kind === 'applied') applying.refresh()
    else notices.set(event.problems.map(noticeOf))
  })
  return {
    fleet,
    incidents,
    watching: {
      ...watching,
      suspend() {
        watching.suspend()
        // Nobody knows whether this machine wakes up again.
        recorder?.flush()
      },
    },
    probeDialler,
    notices,
    recorder,
    begin(earlier) {
      if (earlier) incidents.load(earlier.incidents, earlier.until ?? clock.wall())
      applying.begin(earlier?.recalled ?? new Map())
      watching.begin()
    },
    refresh: applying.refresh,
    close() {
      unsubscribe()
      applying.close()
      recorder?.close()
      config.close()
      watching.close()
      fleet.close()
      // A command that is still asked for a credential must not outlive the monitor.
      ending.abort()
    },
  }
}

function markDemo(settings: EndpointSettings): EndpointSettings {
  return { ...settings, demo: true }
}

function noticeOf({ path: _, hint, ...problem }: Problem): Notice {
  return { ...problem, hint: hint ?? '' }
}
