import { dirname } from 'node:path'
import { cruise } from 'dependency-cruiser'
import { forbidden } from '../.dependency-cruiser.mjs'

/** One import that a layer rule refuses. Paths are relative to the folder that was checked. */
export type Violation = { readonly rule: string; readonly from: string; readonly to: string }

/** What a check read, and what it refused. */
export type LayerReport = {
  readonly modules: number
  readonly imports: number
  readonly violations: readonly Violation[]
}

/**
 * Checks every import below `folder/src` against the rules of `.dependency-cruiser.mjs`.
 *
 * TypeScript 7 has no API for dependency-cruiser, so swc parses: it reads the source as it is written, and tells
 * imports of types from others. What its visitor does not walk, types written `import('./x.ts').X`, is refused by
 * Biome (`no-import-types.grit`).
 * @param folder absolute path of the project's folder, or of one laid out like it
 * @throws where a file does not parse
 */
export const checkLayers = async (folder: string): Promise<LayerReport> => {
  const { output } = await cruise(['src'], {
    baseDir: folder,
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    validate: true,
    ruleSet: { forbidden },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js'] },
  })
  if (typeof output === 'string')
    throw new TypeError('dependency-cruiser answered with text, not with a result')
  const { modules, summary } = output
  return {
    modules: modules.filter((module) => module.source.startsWith('src/')).length,
    imports: modules.reduce((sum, module) => sum + module.dependencies.length, 0),
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  }
}

const sentence = (violation: Violation) => {
  const comment = forbidden.find((rule) => rule.name === violation.rule)?.comment
  return `${violation.from} -> ${violation.to}\n  ${comment} (${violation.rule})`
}

if (import.meta.main) {
  const { modules, imports, violations } = await checkLayers(dirname(import.meta.dirname))
  for (const violation of violations) console.error(sentence(violation))
  // A checker that reads nothing passes everything.
  if (modules === 0 || imports === 0) throw new Error('layers: no module or no import was read below src')
  console.log(`layers: ${modules} modules, ${imports} imports, ${violations.length} violations`)
  if (violations.length > 0) process.exitCode = 1
}
