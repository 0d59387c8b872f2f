import { apiRoutes, type Route } from '../../src/main/api/routes.ts'
import type { Drills } from '../../src/main/drill/drills.ts'
import { createCharts } from '../../src/main/history/charts.ts'
import { createKnownIncidents } from '../../src/main/history/known-incidents.ts'
import { createIncidentBook } from '../../src/main/monitor/incidents/book.ts'
import type { Watching } from '../../src/main/monitor/watching/watching.ts'
import { appHandlers } from '../../src/main/rpc/handlers/app.ts'
import { fleetHandlers } from '../../src/main/rpc/handlers/fleet.ts'
import {
  fleetSource,
  type NoticeBoard,
  noticeSource,
  settingsSource,
  watchingSource,
} from '../../src/main/rpc/sources.ts'
import type { SettingsStore } from '../../src/main/settings.ts'
import type { AppInfo, CallResult } from '../../src/shared/contract.ts'
import { commands } from '../../src/shared/contract.ts'
import type { Handlers, StreamSources } from '../../src/shared/rpc/server.ts'
import type { SettingsView, WatchingView } from '../../src/shared/screens.ts'
import type { FakeFleet } from './fake-fleet.ts'

/** The contract on a fake fleet: fleet, endpoints and app are answered, other commands only as `others` says. */
export interface FakeContract {
  readonly fleet: FakeFleet
  readonly notices: NoticeBoard
  readonly info: () => AppInfo
  readonly settings?: SettingsStore
  readonly watching?: Pick<Watching, 'view' | 'onChange'>
  readonly others?: Partial<Handlers>
}

export const plainSettings: SettingsView = {
  theme: 'system',
  eventRing: 200,
  api: {
    always: true,
    on: true,
    port: 0,
    url: 'http://127.0.0.1:1/api',
    metricsUrl: 'http://127.0.0.1:1/metrics',
    token: 'a-token',
    problem: null,
  },
  history: { file: null, size: 0, cap: 2 ** 30, since: null, retention: [] },
  demo: 'off',
  demoProblem: null,
}

/** Settings that keep what is set, for as long as the test lasts. */
export function fakeSettings(first: Partial<SettingsView> = {}): SettingsStore {
  const listeners = new Set<(view: SettingsView) => void>()
  let view: SettingsView = { ...plainSettings, ...first }
  return {
    view: () => view,
    async set({ theme, eventRing, api, history }) {
      view = {
        ...view,
        theme: theme ?? view.theme,
        eventRing: eventRing ?? view.eventRing,
        api: { ...view.api, ...api },
        history: { ...view.history, ...history },
      }
      for (const listener of listeners) listener(view)
      return view
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    settled: () => Promise.resolve(),
  }
}

/** Nothing is wrong with this machine, until the test says so. */
export function fakeWatching(): Pick<Watching, 'view' | 'onChange'> & {
  show(part: Partial<WatchingView>): void
} {
  const listeners = new Set<(view: WatchingView) => void>()
  let view: WatchingView = {
    away: null,
    digest: null,
    incidents: { open: 0, unacknowledged: 0 },
    troubles: [],
  }
  return {
    view: () => view,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    show(part) {
      view = { ...view, ...part }
      for (const listener of listeners) listener(view)
    },
  }
}

const notHere: CallResult<never> = {
  ok: false,
  error: { code: 'not-here', message: 'This test has nobody who does that.', hint: 'Give it to `others`.' },
}

export const noDrills: Pick<Drills, 'drill'> = { drill: async () => notHere }

export function fakeContract({
  fleet,
  notices,
  info,
  settings = fakeSettings(),
  watching = fakeWatching(),
  others = {},
}: FakeContract): { readonly handlers: Handlers; readonly streams: StreamSources } {
  const refused = Object.fromEntries(Object.keys(commands).map((name) => [name, () => notHere]))
  return {
    handlers: {
      ...(refused as unknown as Handlers),
      ...appHandlers({
        info,
        looked: async () => null,
        reveal: null,
        demo: { start: async () => notHere, end: async () => notHere },
      }),
      ...fleetHandlers({ fleet, charts: createCharts(fleet), drills: noDrills }),
      'settings.set': async (change) => ({ ok: true, value: await settings.set(change) }),
      ...others,
    },
    streams: {
      fleet: fleetSource(fleet),
      notices: noticeSource(notices),
      watching: watchingSource(watching),
      settings: settingsSource(settings),
    },
  }
}

/** The local API's routes on a fake fleet. */
export function fakeRoutes(
  fleet: FakeFleet,
  wall: () => number,
  { version = '1.2.3', book = createIncidentBook(), drills = noDrills } = {},
): readonly Route[] {
  const incidents = createKnownIncidents({ book, fleet, past: null, wall })
  return apiRoutes({ fleet, charts: createCharts(fleet), incidents, drills, wall, version })
}
