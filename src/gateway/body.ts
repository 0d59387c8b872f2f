import { RequestError } from './http.ts'

export type Body = Readonly<Record<string, unknown>>

/** One line of text, so that it fits a line of the stream. @throws {RequestError} 400 `bad-event`. */
export function oneLine(body: Body, key: string, fallback?: string): string {
  const value = body[key] ?? fallback
  if (typeof value === 'string' && value !== '' && !/[\r\n]/.test(value) && !value.includes('\0')) {
    return value
  }
  throw badEvent(`"${key}" is ${JSON.stringify(value) ?? 'missing'}, but it must be text of one line.`)
}

export const badEvent = (message: string): RequestError => new RequestError(400, 'bad-event', message)

/** @throws {RequestError} 400 `unknown-key` for a key that would have been overlooked. */
export function knownKeys(what: string, body: Body, known: readonly string[]): void {
  for (const key of Object.keys(body)) {
    if (known.includes(key)) continue
    throw new RequestError(400, 'unknown-key', `${what} has no key "${key}": it takes ${known.join(', ')}.`)
  }
}
