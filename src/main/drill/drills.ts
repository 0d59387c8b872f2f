import type { CallError, CallResult } from '../../shared/contract.ts'
import type { DrillView } from '../../shared/view.ts'
import type { DrillBasis } from '../monitor/drill-basis.ts'
import type { Fleet } from '../monitor/types.ts'
import { type DrillPorts, runDrill } from './drill.ts'

/** Replay drills: connections on purpose, beside the streams that are watched. */
export interface Drills {
  /** `from` null: the id of some events ago. Resolves when it is graded, or refused. */
  drill(id: string, from: string | null): Promise<CallResult<DrillView>>
  /** Ends those that are under way: each is graded by what came until then. */
  close(): void
}

/** Drills at once, over all endpoints. */
const atOnce = 4
/** How many events back a drill begins where nobody says otherwise. */
const eventsBack = 20

export function createDrills({
  fleet,
  ...ports
}: DrillPorts & { readonly fleet: Pick<Fleet, 'drillBasis'> }): Drills {
  const underWay = new Set<string>()
  const ending = new AbortController()

  async function drill(id: string, from: string | null): Promise<CallResult<DrillView>> {
    const basis = fleet.drillBasis(id)
    const refusal = basis === null ? unknown(id) : refusalOf(id, basis, from)
    const begin = basis === null ? undefined : (from ?? basis.ids.at(-1 - eventsBack) ?? basis.ids[0])
    if (refusal !== null || basis === null || begin === undefined)
      return { ok: false, error: refusal ?? noIds }
    underWay.add(id)
    try {
      return { ok: true, value: await runDrill(basis, begin, ports, ending.signal) }
    } finally {
      underWay.delete(id)
    }
  }

  function refusalOf(
    id: string,
    { settings, rules, ids }: DrillBasis,
    from: string | null,
  ): CallError | null {
    if (!settings.resume) return noResume
    if (rules.ids.kind === 'none' || (from === null && ids.length === 0)) return noIds
    if (underWay.has(id)) return busy
    return underWay.size >= atOnce ? tooMany : null
  }

  return { drill, close: () => ending.abort() }
}

function unknown(id: string): CallError {
  return {
    code: 'unknown-endpoint',
    message: `No endpoint has the id ${JSON.stringify(id.slice(0, 200))}.`,
    hint: 'It may have been removed from the configuration; ids are as the file has them.',
  }
}

const noResume: CallError = {
  code: 'drill-without-resume',
  message: 'This endpoint is set to send no Last-Event-ID, so that there is no replay to drill.',
  hint: 'Set resume: true to let it resume.',
}

const noIds: CallError = {
  code: 'drill-without-ids',
  message: 'No event with an id is known of this endpoint, so that a drill has nowhere to begin.',
  hint: 'Wait for its first events, or give an id that the server knows.',
}

const busy: CallError = {
  code: 'drill-under-way',
  message: 'A drill of this endpoint is under way.',
  hint: 'It ends within some seconds.',
}

const tooMany: CallError = {
  code: 'too-many-drills',
  message: `${atOnce} drills are under way, and no more are run at once.`,
  hint: 'Each ends within some seconds: then try again.',
}
