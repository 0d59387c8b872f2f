import type { EndpointFields, FieldProblem } from '../../../shared/editing.ts'
import type { EndpointSettings } from '../../../shared/settings.ts'
import type { Surroundings } from '../checks.ts'
import { fieldProblems } from '../editor/judge.ts'
import { settle } from '../merge.ts'
import { defaultsSchema, endpointSchema } from '../schema/endpoint.ts'

/** What became of an endpoint's fields: its settings, or what is wrong, each at its field. */
export type Judged =
  | { readonly ok: true; readonly settings: EndpointSettings }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] }

/** The settings that fields give beside the file's `defaults`; defaults that are wrong count as none. */
export function judgeFields(fields: EndpointFields, defaults: EndpointFields, around: Surroundings): Judged {
  const problems = fieldProblems(fields, defaults, new Set(), around)
  if (problems.length > 0) return { ok: false, problems }
  const known = defaultsSchema.safeParse(defaults)
  const mistakes: FieldProblem[] = []
  const settings = settle(
    endpointSchema.parse(fields),
    known.success ? known.data : {},
    (key, message, hint) => mistakes.push({ path: [key], message, hint: hint ?? '' }),
  )
  return mistakes.length > 0 ? { ok: false, problems: mistakes } : { ok: true, settings }
}
