import { type ConfigError, configError } from '../errors.ts'

/** The plain values of a configuration: what the text of a file means, and what an edit makes of it. */
export type Plain = Record<string, unknown>

export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Without the keys that are undefined: YAML has no such value. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  return isPlain(value) ? plainKeys(value) : value
}

export function plainKeys(value: Readonly<Plain>): Plain {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, plain(item)]])),
  )
}

/** `before` with the named keys set, those that are undefined gone; blocks key by key, one level deep. */
export function updated(before: Plain, keys: Readonly<Plain>, depth: number): Plain {
  const after: Plain = { ...before }
  for (const [key, value] of Object.entries(keys)) {
    const old = before[key]
    if (value === undefined) delete after[key]
    else if (depth === 0 && isPlain(value) && isPlain(old)) after[key] = updated(old, value, 1)
    else after[key] = plain(value)
  }
  return after
}

/** No endpoints is an empty list, however it is written. */
export function listed(value: unknown): unknown {
  return isPlain(value) ? { ...value, endpoints: value.endpoints ?? [] } : value
}

export function impossible(reason: string): ConfigError {
  return configError('edit-impossible', `The configuration was not changed. ${reason}`)
}
