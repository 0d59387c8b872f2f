/** The process's environment, or what a test makes of one. */
export type Env = Readonly<Record<string, string | undefined>>

export interface NumberRule {
  readonly name: string
  readonly fallback: number
  readonly min: number
  readonly max: number
  readonly whole: boolean
  readonly unit: string
}

/** A variable's text; blank is unset. */
export function given(env: Env, name: string): string | undefined {
  const text = env[name]?.trim()
  return text === '' ? undefined : text
}

/** The number, or the rule's fallback and one more problem. */
export function readNumber(env: Env, rule: NumberRule, problems: string[]): number {
  const text = given(env, rule.name)
  if (text === undefined) return rule.fallback
  const value = Number(text)
  const fits = value >= rule.min && value <= rule.max && (!rule.whole || Number.isInteger(value))
  if (fits) return value
  problems.push(
    `${rule.name} is "${text}", but it must be a ${rule.unit} from ${rule.min} to ${rule.max}: ` +
      `set it so, or unset it for ${rule.fallback}.`,
  )
  return rule.fallback
}

/** The first choice where the variable is unset, and with one more problem where it is none of them. */
export function readChoice<T extends string>(
  env: Env,
  name: string,
  choices: readonly [T, ...T[]],
  problems: string[],
): T {
  const text = given(env, name)
  if (text === undefined) return choices[0]
  const found = choices.find((choice) => choice === text)
  if (found !== undefined) return found
  problems.push(`${name} is "${text}", but it must be ${choices.join(' or ')}: set one of these or unset it.`)
  return choices[0]
}

/** An http or https address, or null. It may hold a secret, as a key does: neither is repeated in a problem. */
export function readUrl(env: Env, name: string, problems: string[]): string | null {
  const text = given(env, name)
  if (text === undefined) return null
  if (isAddress(text)) return text
  problems.push(
    `${name} is no http or https address: set it to one, such as http://127.0.0.1:3000/sse, or unset it.`,
  )
  return null
}

/** Node decodes user and password with each request, and throws there where they are malformed: better at the start. */
function isAddress(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false
  const { username, password } = new URL(text)
  try {
    return typeof decodeURIComponent(username + password) === 'string'
  } catch {
    return false
  }
}

/** What callers can show in a header, or null. */
export function readKey(env: Env, name: string, problems: string[]): string | null {
  const text = given(env, name)
  if (text === undefined) return null
  if (/^[\x21-\x7e]+$/.test(text)) return text
  problems.push(
    `${name} does not fit into a header: use letters, digits and signs of ASCII, without a space.`,
  )
  return null
}
