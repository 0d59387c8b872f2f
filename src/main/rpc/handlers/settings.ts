import { SettingsError, type SettingsStore } from '../../settings.ts'
import type { SettingsHandlers } from '../handlers.ts'

export function settingsHandlers(settings: SettingsStore): SettingsHandlers {
  return {
    async 'settings.set'(change) {
      try {
        return { ok: true, value: await settings.set(change) }
      } catch (error) {
        if (!(error instanceof SettingsError)) throw error
        return { ok: false, error: { code: error.code, message: error.message, hint: error.hint } }
      }
    },
  }
}
