import type { SettingsView } from '../../shared/screens.ts'
import type { Site } from '../api/site.ts'
import type { Fleet } from '../monitor/types.ts'
import type { SettingsStore } from '../settings.ts'

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

/** Browser mode's API, as the settings show it. */
export function servedApi({ api }: Site, port: number, token: string): SettingsView['api'] {
  const metricsUrl = api.replace(/\/api$/, '/metrics')
  return { always: true, on: true, port, url: api, metricsUrl, token, problem: null }
}
