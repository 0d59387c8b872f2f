import type { CallResult } from '../../shared/contract.ts'
import type { DrillView } from '../../shared/view.ts'

/** Replay drills: connections on purpose, beside the streams that are watched. */
export interface Drills {
  /** `from` null: an id of some events ago. Resolves when it is graded. */
  drill(id: string, from: string | null): Promise<CallResult<DrillView>>
  close(): void
}

export function createDrills(): Drills {
  return {
    drill: async () => ({
      ok: false,
      error: { code: 'not-ready', message: 'No drill can be run yet.', hint: '' },
    }),
    close: () => undefined,
  }
}
