import type { EndpointFields, FieldProblem } from '../../../shared/editing.ts'
import type { Surroundings } from '../../config/checks.ts'
import { completeDraft } from '../../config/editor/draft.ts'
import { standingFile } from '../../config/imports/file.ts'
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
      const standing = file.endpoints.find((item) => item.id === id) ?? null
      const draft = completeDraft({ id, fields: named(fields), keep }, standing && { ...standing }, new Set())
      const judged = judgeFields(draft.fields, file.defaults, surroundings())
      const problems = [...draft.problems, ...(judged.ok ? [] : judged.problems)]
      const [first] = problems
      if (judged.ok && first === undefined)
        return { ok: true, value: { probe: probes.start(judged.settings) } }
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
  return { ...rest, id: 'check' }
}
