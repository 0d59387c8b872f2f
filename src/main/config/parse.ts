import { dirname, resolve } from 'node:path'
import type { EndpointSettings } from '../../shared/settings.ts'
import { checkIds, checkTexts, type Surroundings } from './checks.ts'
import { parseText } from './document.ts'
import { mistakesAt, settle } from './merge.ts'
import {
  fileProblem,
  inOrder,
  isBlocking,
  type Mistake,
  type Problem,
  placed,
  schemaMistakes,
  schemaSentence,
} from './problems.ts'
import { createReferences } from './references.ts'
import { type ConfigInput, configSchema } from './schema/endpoint.ts'
import type { ConfigDocument } from './tree.ts'

export type ConfigResult =
  | {
      readonly ok: true
      readonly endpoints: readonly EndpointSettings[]
      /** None of them blocking: secrets that have no value yet, or one that does not fit. */
      readonly problems: readonly Problem[]
    }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * Reads the text of a configuration: YAML, schema, defaults, and what the schema cannot see. All mistakes at once, in
 * the order of the file, each with line and column. `file` is shown in them as it is given. `surroundings` are asked
 * for references and files; without them no reference has a value and every file is taken to be readable.
 */
export function parseConfig(text: string, file: string, surroundings?: Partial<Surroundings>): ConfigResult {
  const read = parseText(text, file)
  if (read.document === null) return { ok: false, problems: read.problems }
  if (read.document.value === null || read.document.value === undefined) {
    const hint = 'Begin it with "version: 1", then "endpoints:".'
    return { ok: false, problems: [fileProblem(file, 'The configuration is empty.', hint)] }
  }
  const judged = judge(read.document, { ...blind(file), ...surroundings })
  const problems = inOrder([...read.problems, ...placed(judged.mistakes, file, read.document)])
  return problems.some(isBlocking)
    ? { ok: false, problems }
    : { ok: true, endpoints: judged.endpoints, problems }
}

function judge(document: ConfigDocument, around: Surroundings) {
  const { value } = document
  const mistakes: Mistake[] = [...checkTexts(value, around), ...checkIds(value)]
  const parsed = configSchema.safeParse(value, { error: schemaSentence, reportInput: true })
  if (!parsed.success) mistakes.push(...schemaMistakes(parsed.error.issues))
  const endpoints = parsed.success ? settleAll(parsed.data, mistakes) : []
  return { endpoints, mistakes }
}

function settleAll(config: ConfigInput, mistakes: Mistake[]): readonly EndpointSettings[] {
  return (config.endpoints ?? []).map((input, index) =>
    settle(input, config.defaults ?? {}, mistakesAt(index, input, mistakes)),
  )
}

function blind(file: string): Surroundings {
  const secrets = { get: () => null, howToSet: () => 'No store of secrets is connected.' }
  return {
    references: createReferences({ env: {}, secrets }),
    fileTrouble: () => null,
    baseDir: dirname(resolve(file)),
  }
}
