import type { SettingsStore } from '../../settings.ts'
import type { SettingsHandlers } from '../handlers.ts'

export function settingsHandlers(settings: SettingsStore): SettingsHandlers {
  return { 'settings.set': async (change) => ({ ok: true, value: await settings.set(change) }) }
}
