import { appHandlers } from '../../src/main/rpc/handlers/app.ts'
import { fleetHandlers } from '../../src/main/rpc/handlers/fleet.ts'
import { fleetSource, type NoticeBoard, noticeSource, settingsSource } from '../../src/main/rpc/sources.ts'
import type { SettingsStore } from '../../src/main/settings.ts'
import type { AppInfo, CallResult } from '../../src/shared/contract.ts'
import { commands } from '../../src/shared/contract.ts'
import type { Handlers, StreamSources } from '../../src/shared/rpc/server.ts'
import type { SettingsView } from '../../src/shared/screens.ts'
import type { FakeFleet } from './fake-fleet.ts'

/** The contract on a fake fleet: fleet, endpoints and app are answered, other commands only as `others` says. */
export interface FakeContract {
  readonly fleet: FakeFleet
  readonly notices: NoticeBoard
  readonly info: () => AppInfo
  readonly settings?: SettingsStore
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
  demo: 'off',
  demoProblem: null,
}

/** Settings that keep what is set, for as long as the test lasts. */
export function fakeSettings(first: Partial<SettingsView> = {}): SettingsStore {
  const listeners = new Set<(view: SettingsView) => void>()
  let view: SettingsView = { ...plainSettings, ...first }
  return {
    view: () => view,
    async set({ theme, eventRing, api }) {
      view = {
        ...view,
        theme: theme ?? view.theme,
        eventRing: eventRing ?? view.eventRing,
        api: { ...view.api, ...api },
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

const notHere: CallResult<never> = {
  ok: false,
  error: { code: 'not-here', message: 'This test has nobody who does that.', hint: 'Give it to `others`.' },
}

export function fakeContract({
  fleet,
  notices,
  info,
  settings = fakeSettings(),
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
      ...fleetHandlers(fleet),
      'settings.set': async (change) => ({ ok: true, value: await settings.set(change) }),
      ...others,
    },
    streams: {
      fleet: fleetSource(fleet),
      notices: noticeSource(notices),
      settings: settingsSource(settings),
    },
  }
}
