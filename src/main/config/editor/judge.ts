import type { EndpointFields, FieldProblem } from '../../../shared/editing.ts'
import type { EndpointSettings } from '../../../shared/settings.ts'
import { checkTexts, type Surroundings } from '../checks.ts'
import { isBlank } from '../fields.ts'
import { settle } from '../merge.ts'
import { isBlocking, type Mistake, schemaMistakes, schemaSentence } from '../problems.ts'
import { defaultsSchema, endpointSchema } from '../schema/endpoint.ts'
import { unusedId } from './ids.ts'

/** What became of an endpoint's fields. */
export interface Judged {
  readonly problems: readonly FieldProblem[]
  /** What they give beside the file's defaults; null where a problem does not let them. */
  readonly settings: EndpointSettings | null
}

/**
 * Every mistake in an endpoint's own keys, at its field: by the schema of the file and the checks behind it (references,
 * files, blocks that need each other). `taken` are the ids of the others. A mistake of the defaults alone is none here.
 */
export function judgeFields(
  fields: EndpointFields,
  defaults: EndpointFields,
  taken: ReadonlySet<string>,
  around: Surroundings,
): Judged {
  const bySchema = judgeBySchema(fields, defaults)
  const found = [
    ...(isBlank(fields.url) ? [urlMissing] : []),
    ...(typeof fields.id === 'string' && taken.has(fields.id) ? [idTaken(fields.id, taken)] : []),
    ...textMistakes(fields, around).map(problemOf),
    ...bySchema.problems,
  ]
  const seen = new Map(found.map((problem) => [`${problem.path.join('\n')}\n\n${problem.message}`, problem]))
  const problems = [...seen.values()].filter(
    (problem) => problem === urlMissing || !(problem.path.join() === 'url' && isBlank(fields.url)),
  )
  return { problems, settings: problems.some(isBlocking) ? null : bySchema.settings }
}

const urlMissing: FieldProblem = {
  path: ['url'],
  message: 'The URL is missing.',
  hint: 'Write it whole, such as https://stream.example.com/sse/orders.',
}

function idTaken(id: string, taken: ReadonlySet<string>): FieldProblem {
  const message = `Another endpoint has the id ${JSON.stringify(id)}.`
  return { path: ['id'], message, hint: `${unusedId(id, taken)} is free.` }
}

function textMistakes(fields: EndpointFields, around: Surroundings): readonly Mistake[] {
  const mistakes = checkTexts({ endpoints: [fields] }, around)
  return mistakes.map((mistake) => ({ ...mistake, path: mistake.path.slice(2) }))
}

function judgeBySchema(fields: EndpointFields, defaults: EndpointFields): Judged {
  const parsed = endpointSchema.safeParse(fields, { error: schemaSentence, reportInput: true })
  if (!parsed.success) {
    return { problems: schemaMistakes(parsed.error.issues, 'this endpoint').map(problemOf), settings: null }
  }
  const known = defaultsSchema.safeParse(defaults)
  const problems: FieldProblem[] = []
  const settings = settle(parsed.data, known.success ? known.data : {}, (key, message, hint) => {
    if (key in parsed.data) problems.push({ path: [key], message, hint: hint ?? '' })
  })
  return { problems, settings }
}

function problemOf({ path, at: _, hint, ...mistake }: Mistake): FieldProblem {
  return { ...mistake, path: path.map(String), hint: hint ?? '' }
}
