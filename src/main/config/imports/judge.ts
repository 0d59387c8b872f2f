import type { EndpointFields, FieldPath, FieldProblem } from '../../../shared/editing.ts'
import type { EndpointSettings } from '../../../shared/settings.ts'
import { checkTexts, type Surroundings } from '../checks.ts'
import { settle } from '../merge.ts'
import { type Mistake, schemaMistakes, schemaSentence } from '../problems.ts'
import { configSchema } from '../schema/endpoint.ts'
import type { Path } from '../tree.ts'

/** What became of one endpoint's fields: its settings, or what is wrong, each at its field. */
export type Judged =
  | { readonly ok: true; readonly settings: EndpointSettings }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] }

/**
 * Judges fields as if they stood in the file beside its `defaults`, by the configuration's own schema and checks.
 * Ids that stand twice are not seen. The result is in the order of `endpoints`.
 */
export function judgeFields(
  endpoints: readonly EndpointFields[],
  defaults: unknown,
  around: Surroundings,
): readonly Judged[] {
  const value = { version: 1, endpoints }
  const wrong: Mistake[] = [...checkTexts(value, around)]
  const parsed = configSchema.safeParse(value, { error: schemaSentence, reportInput: true })
  if (!parsed.success) wrong.push(...schemaMistakes(parsed.error.issues))
  const problems = Map.groupBy(wrong, ({ path }) => Number(path[1]))
  return endpoints.map((fields, index): Judged => {
    const own = problems.get(index) ?? []
    return own.length > 0 ? { ok: false, problems: shown(own) } : settled(fields, defaults)
  })
}

/** The endpoint has no mistake by itself; together with the defaults it may have one. */
function settled(fields: EndpointFields, defaults: unknown): Judged {
  const together = configSchema.safeParse({ version: 1, defaults, endpoints: [fields] })
  // Defaults that are wrong are a problem of the file, which has its own place to be told.
  const config = together.success ? together.data : configSchema.parse({ version: 1, endpoints: [fields] })
  const input = config.endpoints?.[0]
  if (input === undefined) throw new Error('An endpoint was judged right and is not there.')
  const mistakes: Mistake[] = []
  const settings = settle(input, config.defaults ?? {}, (key, message, hint) => {
    mistakes.push({ path: ['endpoints', 0, key], at: 'key', message, hint })
  })
  return mistakes.length > 0 ? { ok: false, problems: shown(mistakes) } : { ok: true, settings }
}

function shown(mistakes: readonly Mistake[]): readonly FieldProblem[] {
  const problems = mistakes.map(({ path, message, hint }) => ({
    path: fieldPath(path),
    message: message.replace(/ in endpoint \d+\.$/, '.'),
    hint: hint ?? '',
  }))
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()]
}

/** Without the place of the endpoint in the file. */
function fieldPath(path: Path): FieldPath {
  return path.slice(2).map(String)
}
