import type { EndpointFields, FieldProblem } from '../../../shared/editing.ts'
import { checkTexts, type Surroundings } from '../checks.ts'
import type { Plain } from '../edit/plain.ts'
import { settle } from '../merge.ts'
import { type Mistake, schemaMistakes, schemaSentence } from '../problems.ts'
import { defaultsSchema, endpointSchema } from '../schema/endpoint.ts'
import { isBlank, unusedId } from './ids.ts'

/**
 * Every mistake in an endpoint's own keys, at its field: by the schema of the file and the checks behind it (references,
 * files, blocks that need each other). `taken` are the ids of the others. A mistake of the defaults alone is none here.
 */
export function fieldProblems(
  fields: EndpointFields,
  defaults: Plain,
  taken: ReadonlySet<string>,
  around: Surroundings,
): readonly FieldProblem[] {
  const problems = [
    ...(isBlank(fields.url) ? [urlMissing] : []),
    ...(typeof fields.id === 'string' && taken.has(fields.id) ? [idTaken(fields.id, taken)] : []),
    ...textMistakes(fields, around).map(problemOf),
    ...schemaProblems(fields, defaults),
  ]
  const seen = new Map(
    problems.map((problem) => [`${problem.path.join('\n')}\n\n${problem.message}`, problem]),
  )
  return [...seen.values()].filter(
    (problem) => problem === urlMissing || !(problem.path.join() === 'url' && isBlank(fields.url)),
  )
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

function schemaProblems(fields: EndpointFields, defaults: Plain): readonly FieldProblem[] {
  const parsed = endpointSchema.safeParse(fields, { error: schemaSentence, reportInput: true })
  if (!parsed.success) return schemaMistakes(parsed.error.issues, 'this endpoint').map(problemOf)
  const known = defaultsSchema.safeParse(defaults)
  const problems: FieldProblem[] = []
  settle(parsed.data, known.success ? known.data : {}, (key, message, hint) => {
    if (key in parsed.data) problems.push({ path: [key], message, hint: hint ?? '' })
  })
  return problems
}

function problemOf({ path, at: _, hint, ...mistake }: Mistake): FieldProblem {
  return { ...mistake, path: path.map(String), hint: hint ?? '' }
}
