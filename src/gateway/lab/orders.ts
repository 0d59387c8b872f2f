import { RequestError } from '../http.ts'
import type { FaultOrder, Target } from './book.ts'
import type { RawParams } from './params.ts'
import { faultTable, makeFault } from './table.ts'

/** A fault as a script or `POST /lab/faults` asks for it. */
export interface FaultRequest {
  readonly path?: string
  readonly door?: string
  readonly fault: string
  readonly params?: RawParams
  readonly times?: number
  /** Seconds. */
  readonly for?: number
  /** Ends the streams that are open on the path, unannounced, so that their clients meet the fault at once. */
  readonly close?: boolean
}

const keys: ReadonlySet<string> = new Set(['path', 'door', 'fault', 'params', 'times', 'for', 'close'])

/**
 * Checks a request and makes its fault.
 * @throws {RequestError} 400 with a sentence that names the key and what it may be.
 */
export function readOrder(body: Readonly<Record<string, unknown>>): FaultOrder & { readonly close: boolean } {
  for (const key of Object.keys(body)) {
    if (!keys.has(key)) throw bad(`There is no key "${key}": a fault has ${[...keys].join(', ')}.`)
  }
  const target = readTarget(body.path, body.door)
  const { fault: name, params, close } = body
  if (typeof name !== 'string')
    throw bad('The key "fault" is missing: give the name of a fault; GET /lab lists them.')
  if (params !== undefined && !isObject(params))
    throw bad('The key "params" must be an object of parameters by name.')
  if (close !== undefined && typeof close !== 'boolean') throw bad('The key "close" must be true or false.')
  const times = readPositive('times', body.times, true)
  if ('door' in target && (name !== 'refuse' || times !== null)) {
    throw bad('A door takes the fault "refuse" only, without "times": put other faults on a path.')
  }
  return {
    target,
    name,
    params: params ?? {},
    fault: makeFault(name, params ?? {}),
    times,
    forSeconds: readPositive('for', body.for, false),
    close: close ?? false,
  }
}

/** The checked order as the request that it came from. */
export function requestOf(order: FaultOrder & { readonly close: boolean }): FaultRequest {
  const { target, name, params, times, forSeconds, close } = order
  return {
    ...target,
    fault: name,
    params,
    close,
    ...(times === null ? {} : { times }),
    ...(forSeconds === null ? {} : { for: forSeconds }),
  }
}

/** The faults that a request asks for in its own query: `?fault=status&code=503`, more of them by comma. */
export function readQuery(path: string, query: URLSearchParams): readonly FaultOrder[] {
  const names = query.getAll('fault').flatMap((text) => text.split(',').filter((name) => name !== ''))
  return names.map((name) => {
    const rules = Object.hasOwn(faultTable, name) ? (faultTable[name]?.params ?? {}) : {}
    const own = [...query].filter(([key]) => key !== 'fault' && Object.hasOwn(rules, key))
    const params = Object.fromEntries(own)
    const forSeconds = readPositive('for', query.get('for') ?? undefined, false)
    return { target: { path }, name, params, fault: makeFault(name, params), times: null, forSeconds }
  })
}

function readTarget(path: unknown, door: unknown): Target {
  if (typeof path === 'string' && door === undefined) {
    if (path.startsWith('/sse/')) return { path }
    throw bad(`The path is "${path}", but it must begin with /sse/; a * at its end takes all that begin so.`)
  }
  if (typeof door === 'string' && path === undefined) return { door }
  throw bad('Give either "path" (such as "/sse/orders") or "door" (the name of one), as text.')
}

function readPositive(key: string, value: unknown, whole: boolean): number | null {
  if (value === undefined) return null
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  const fits = typeof read === 'number' && read > 0 && read <= 1e6 && (!whole || Number.isInteger(read))
  if (fits) return read
  throw bad(`"${key}" is ${JSON.stringify(value)}, but it must be a ${whole ? 'whole ' : ''}number over 0.`)
}

const isObject = (value: unknown): value is RawParams =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const bad = (message: string): RequestError => new RequestError(400, 'bad-fault', message)
