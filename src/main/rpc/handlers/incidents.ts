import type { CallResult } from '../../../shared/contract.ts'
import type { IncidentHandlers } from '../handlers.ts'

const notReady: CallResult<never> = {
  ok: false,
  error: { code: 'not-ready', message: 'Incidents cannot be had yet.', hint: '' },
}

/** Carries out what is asked of incidents. */
export function incidentHandlers(): IncidentHandlers {
  return {
    'incidents.list': () => notReady,
    'incidents.detail': () => notReady,
    'incidents.note': () => notReady,
    'incidents.acknowledge': () => notReady,
    'incidents.export': () => notReady,
  }
}
