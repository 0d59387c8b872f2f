import type { SettingsView } from '../../shared/screens.ts'
import type { Site } from '../api/site.ts'
import type { History, HistoryState } from '../history/types.ts'
import type { Fleet } from '../monitor/types.ts'
import type { OpenSettings, SettingsStore } from '../settings.ts'

/** The fleet keeps as many events as is set, now and later. */
export function keepEventRing(settings: SettingsStore, fleet: Fleet): void {
  let size = settings.view().eventRing
  fleet.setEventRing(size)
  settings.onChange(({ eventRing }) => {
    if (eventRing === size) return
    size = eventRing
    fleet.setEventRing(size)
  })
}

/** The history keeps to the size that is set, now and later, and the settings show how it stands. */
export function keepHistory(settings: OpenSettings, history: History): void {
  let { cap } = settings.view().history
  settings.onChange((view) => {
    if (view.history.cap === cap) return
    cap = view.history.cap
    history.setCap(cap)
  })
  const show = ({ file, size, since }: HistoryState): void =>
    settings.tell({
      history: {
        ...settings.view().history,
        file,
        size,
        since: since === null ? null : new Date(since).toISOString(),
      },
    })
  show(history.state())
  history.onState(show)
}

/** Browser mode's API, as the settings show it. */
export function servedApi({ api }: Site, port: number, token: string): SettingsView['api'] {
  const metricsUrl = api.replace(/\/api$/, '/metrics')
  return { always: true, on: true, port, url: api, metricsUrl, token, problem: null }
}
