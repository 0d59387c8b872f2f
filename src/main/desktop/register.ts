import { protocol } from 'electron'
import { pageScheme } from './protocol.ts'

/** Before the app is ready, and once: Electron takes only one call. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([pageScheme])
}
