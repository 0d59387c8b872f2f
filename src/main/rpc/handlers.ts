import type { AppInfo, CallResult } from '../../shared/contract.ts'
import type { Handlers } from '../../shared/rpc/server.ts'
import type { Fleet } from '../monitor/types.ts'

/** Carries the contract's commands out on the fleet. */
export function contractHandlers(fleet: Fleet, info: () => AppInfo): Handlers {
  return {
    'app.info': () => ({ ok: true, value: info() }),
    'fleet.retryFailed': () => ({ ok: true, value: fleet.retryFailed() }),
    'endpoint.retry': ({ id }) => found(id, fleet.retry(id)),
    'endpoint.stop': ({ id }) => found(id, fleet.stop(id)),
    'endpoint.start': ({ id }) => found(id, fleet.start(id)),
    'endpoint.detail': ({ id }) => found(id, fleet.detail(id)),
    'endpoint.history': ({ id, ...range }) => found(id, fleet.history(id, range)),
  }
}

function found<T>(id: string, value: T | null): CallResult<T> {
  if (value !== null) return { ok: true, value }
  return {
    ok: false,
    error: {
      code: 'unknown-endpoint',
      message: `No endpoint has the id ${JSON.stringify(id)}.`,
      hint: 'It may have been removed from the configuration; ids are as the file has them.',
    },
  }
}
