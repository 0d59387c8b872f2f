import type { EndpointFields } from '../../../shared/editing.ts'
import type { Surroundings } from '../../config/checks.ts'
import { standingFile, withKept } from '../../config/imports/file.ts'
import { judgeFields } from '../../config/imports/judge.ts'
import type { Probes } from '../../probe/probes.ts'
import type { ProbeHandlers } from '../handlers.ts'

export interface ProbeHandlerPorts {
  readonly probes: Probes
  readonly configFile: string
  readonly surroundings: () => Surroundings
}

/** Live checks of what a form says, saved or not. */
export function probeHandlers({ probes, configFile, surroundings }: ProbeHandlerPorts): ProbeHandlers {
  return {
    async 'probe.start'({ id, fields, keep }) {
      const file = await standingFile(configFile)
      const standing = file.endpoints.find((item) => item.id === id)
      const draft = named(withKept(fields, keep, standing))
      const judged = judgeFields([draft], file.defaults, surroundings())[0]
      if (judged?.ok) return { ok: true, value: { probe: probes.start(judged.settings) } }
      const { path, message, hint } = judged?.problems[0] ?? { path: [], message: '', hint: '' }
      const place = path.length === 0 ? '' : `${path.join('.')}: `
      return { ok: false, error: { code: 'wrong-fields', message: `${place}${message}`, hint } }
    },
    'probe.look': ({ probe }) => {
      const view = probes.look(probe)
      if (view !== null) return { ok: true, value: view }
      const message = 'This check ended some time ago and is forgotten.'
      return { ok: false, error: { code: 'unknown-probe', message, hint: 'Begin another one.' } }
    },
    'probe.end': ({ probe }) => {
      probes.end(probe)
      return { ok: true, value: null }
    },
  }
}

/** What an endpoint is called does not matter to a connection: a name that is yet to be chosen is no mistake here. */
function named(fields: EndpointFields): EndpointFields {
  const { name: _name, group: _group, tags: _tags, ...rest } = fields
  return { ...rest, id: 'check' }
}
