import type { CallResult } from '../../../shared/contract.ts'
import type { Drills } from '../../drill/drills.ts'
import type { Charts } from '../../history/charts.ts'
import type { Fleet } from '../../monitor/types.ts'
import type { FleetHandlers } from '../handlers.ts'

export interface FleetPorts {
  readonly fleet: Fleet
  readonly charts: Charts
  readonly drills: Pick<Drills, 'drill'>
}

/** Carries out what is asked of the fleet and of single endpoints. */
export function fleetHandlers({ fleet, charts, drills }: FleetPorts): FleetHandlers {
  return {
    'fleet.retryFailed': () => ({ ok: true, value: fleet.retryFailed() }),
    'fleet.recover': () => ({ ok: true, value: fleet.recover() }),
    'fleet.act': ({ ids, action }) => ({
      ok: true,
      value: ids.filter((id) => fleet[action](id) !== null),
    }),
    'fleet.strips': ({ ids }) => ({ ok: true, value: fleet.strips(ids) }),
    'fleet.outages': ({ since }) => ({ ok: true, value: fleet.outages(since) }),
    'endpoint.retry': ({ id }) => found(id, fleet.retry(id)),
    'endpoint.stop': ({ id }) => found(id, fleet.stop(id)),
    'endpoint.start': ({ id }) => found(id, fleet.start(id)),
    'endpoint.detail': ({ id }) => found(id, fleet.detail(id)),
    'endpoint.facts': ({ id }) => found(id, fleet.facts(id)),
    'endpoint.events': ({ id, after, limit }) => found(id, fleet.events(id, after, limit)),
    'endpoint.history': async ({ id, ...range }) => found(id, await charts.history(id, range)),
    'endpoint.chart': async ({ id, ...range }) => found(id, await charts.chart(id, range)),
    'endpoint.drill': ({ id, from }) => drills.drill(id, from),
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
