import type { EndpointFields, FieldProblem } from '../../../shared/editing.ts'
import type { Surroundings } from '../../config/checks.ts'
import { completeDraft } from '../../config/editor/draft.ts'
import { judgeFields } from '../../config/editor/judge.ts'
import { itemOf, standingSource } from '../../config/editor/source.ts'
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
      const source = await standingSource(configFile)
      const standing = id === null ? null : itemOf(source, id)
      const draft = completeDraft({ id, fields: named(fields), keep }, standing, () => checked)
      const { problems, settings } = judgeFields(draft.fields, source.defaults, new Set(), surroundings())
      const [first] = [...draft.problems, ...problems]
      if (settings !== null && first === undefined)
        return { ok: true, value: { probe: probes.start(settings) } }
      return { ok: false, error: { code: 'wrong-fields', ...said(first) } }
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

function said(problem: FieldProblem | undefined): { readonly message: string; readonly hint: string } {
  const { path, message, hint } = problem ?? { path: [], message: 'The fields are wrong.', hint: '' }
  return { message: path.length === 0 ? message : `${path.join('.')}: ${message}`, hint }
}

/** What an endpoint is called does not matter to a connection: a name that is yet to be chosen is no mistake here. */
function named(fields: EndpointFields): EndpointFields {
  const { name: _name, group: _group, tags: _tags, ...rest } = fields
  return { ...rest, id: checked }
}

const checked = 'check'
