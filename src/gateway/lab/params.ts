import { RequestError } from '../http.ts'

export interface NumberRule<F extends number | null = number | null> {
  readonly type: 'number'
  readonly fallback: F
  readonly min: number
  readonly max: number
  readonly about: string
}
export interface TextRule {
  readonly type: 'text'
  readonly fallback: string
  /** Any text where this is missing. */
  readonly choices?: readonly string[]
  readonly about: string
}
export interface FlagRule {
  readonly type: 'flag'
  readonly fallback: boolean
  readonly about: string
}
export type ParamRules = Readonly<Record<string, NumberRule | TextRule | FlagRule>>

export type ParamValues<P extends ParamRules> = {
  readonly [K in keyof P]: P[K] extends NumberRule<infer F>
    ? number | (F extends null ? null : never)
    : P[K] extends FlagRule
      ? boolean
      : string
}

export type RawParams = Readonly<Record<string, unknown>>

/** A number from `min` to `max`; durations are seconds, as in the gateway's environment. */
export const number = <F extends number | null>(
  fallback: F,
  min: number,
  max: number,
  about: string,
): NumberRule<F> => ({
  type: 'number',
  fallback,
  min,
  max,
  about,
})

export const text = (fallback: string, about: string, choices?: readonly string[]): TextRule => ({
  type: 'text',
  fallback,
  about,
  ...(choices === undefined ? {} : { choices }),
})

export const flag = (fallback: boolean, about: string): FlagRule => ({ type: 'flag', fallback, about })

/**
 * Values by rule, from JSON or from query text.
 * @throws {RequestError} 400 that names the parameter, what it was, and what it may be.
 */
export function readParams<P extends ParamRules>(fault: string, rules: P, raw: RawParams): ParamValues<P> {
  for (const name of Object.keys(raw)) {
    if (!Object.hasOwn(rules, name)) {
      const known = Object.keys(rules).join(', ') || 'none'
      throw bad(`The fault "${fault}" has no parameter "${name}": it takes ${known}.`)
    }
  }
  const values = Object.entries(rules).map(([name, rule]) => [name, readOne(fault, name, rule, raw[name])])
  return Object.fromEntries(values) as ParamValues<P>
}

function readOne(fault: string, name: string, rule: ParamRules[string], value: unknown): unknown {
  if (value === undefined) return rule.fallback
  const where = `The parameter "${name}" of the fault "${fault}" is ${JSON.stringify(value)}, but it must be`
  switch (rule.type) {
    case 'number': {
      const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
      if (typeof read === 'number' && read >= rule.min && read <= rule.max) return read
      throw bad(`${where} a number from ${rule.min} to ${rule.max}.`)
    }
    case 'flag':
      if (value === true || value === 'true' || value === '1') return true
      if (value === false || value === 'false' || value === '0') return false
      throw bad(`${where} true or false.`)
    case 'text': {
      const fits = typeof value === 'string' && (rule.choices?.includes(value) ?? true)
      if (fits) return value
      throw bad(`${where} ${rule.choices?.join(' or ') ?? 'text'}.`)
    }
  }
}

const bad = (message: string): RequestError => new RequestError(400, 'bad-parameter', message)
