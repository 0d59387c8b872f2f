import type { Surroundings } from '../../../../src/main/config/checks.ts'
import { parseConfig } from '../../../../src/main/config/parse.ts'
import { formatProblem } from '../../../../src/main/config/problems.ts'
import { createReferences, environmentSecrets } from '../../../../src/main/config/references.ts'
import type { EndpointSettings } from '../../../../src/shared/settings.ts'

export const env = {
  HOST: 'stream.example.com',
  TOKEN: 'tok-sekret',
  LINES: 'tok\nsekret',
  NO_URL: 'not-a-url-sekret',
  HEARTLINE_SECRET_ORDERS_TOKEN: 'sekret-1\n',
  HEARTLINE_SECRET_EMPTY: '',
}

/** A world in which every file can be read, but those whose name holds `missing`. */
export const surroundings: Surroundings = {
  references: createReferences({ env, secrets: environmentSecrets(env) }),
  fileTrouble: (path) => (path.includes('missing') ? 'it does not exist' : null),
  baseDir: '/etc/heartline',
}

/** The mistakes in a text, as `--check` prints them. */
export function mistakesIn(text: string): readonly string[] {
  const result = parseConfig(text, 'h.yaml', surroundings)
  return result.problems.map(formatProblem)
}

/** The settings that a text without mistakes gives. */
export function settingsOf(text: string): readonly EndpointSettings[] {
  const result = parseConfig(text, 'h.yaml', surroundings)
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join('\n'))
  return result.endpoints
}

/** A configuration with one endpoint, whose further keys stand from line 5 on, indented by 4. */
export function endpointWith(...lines: readonly string[]): string {
  return [
    'version: 1',
    'endpoints:',
    '  - id: a',
    '    url: https://h/sse',
    ...lines.map((line) => `    ${line}`),
    '',
  ].join('\n')
}
