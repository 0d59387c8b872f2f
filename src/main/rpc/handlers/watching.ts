import type { Watching } from '../../monitor/watching/watching.ts'
import type { WatchingHandlers } from '../handlers.ts'

export function watchingHandlers(watching: Pick<Watching, 'dismiss'>): WatchingHandlers {
  return {
    'watching.dismiss'({ digest }) {
      watching.dismiss(digest)
      return { ok: true, value: null }
    },
  }
}
