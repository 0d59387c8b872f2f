import { RequestError } from '../http.ts'
import { readOrder, requestOf } from './orders.ts'
import type { Script, Step } from './script.ts'
import { readSend } from './traffic-reader.ts'

type Body = Readonly<Record<string, unknown>>

/**
 * A script as `POST /lab/scripts` gives it: `{ name, loop, steps }`, each step with `at` (seconds) and a fault,
 * `lift` or `send`. A fault's own `for` says how long it lasts.
 * @throws {RequestError} 400 with a sentence that names the step.
 */
export function readScript(body: Body): Script {
  const { name = 'script', loop = 0, steps } = body
  if (typeof name !== 'string' || name === '') throw bad('The key "name" must be text.')
  if (!Array.isArray(steps) || steps.length === 0)
    throw bad('The key "steps" must be a list of one step or more.')
  const read = steps.map(readStep)
  const end = Math.max(...read.map(({ at }) => at))
  if (typeof loop !== 'number' || !(loop === 0 || (loop >= 0.01 && loop <= 86_400 && loop >= end))) {
    throw bad(
      `"loop" is ${JSON.stringify(loop)}, but it must be 0, or seconds not before the last step (${end}).`,
    )
  }
  return { name, loop, steps: read }
}

function readStep(value: unknown, index: number): Step {
  const where = `Step ${index + 1}`
  if (!isObject(value))
    throw bad(`${where} is no object: write it as {"at": 5, "path": "/sse/x", "fault": "silence"}.`)
  const { at, ...rest } = value
  if (typeof at !== 'number' || !(at >= 0 && at <= 86_400)) {
    throw bad(`${where}: "at" is ${JSON.stringify(at)}, but it must be seconds from 0 to 86400.`)
  }
  try {
    if ('lift' in rest) return { at, lift: readTarget(rest.lift) }
    if ('send' in rest) return { at, send: readTopicEvent(rest.send) }
    return { at, ...requestOf(readOrder(rest)) }
  } catch (error) {
    if (error instanceof RequestError) throw bad(`${where}: ${error.message}`)
    throw error
  }
}

function readTarget(value: unknown): { readonly path: string } | { readonly door: string } {
  if (isObject(value) && typeof value.path === 'string') return { path: value.path }
  if (isObject(value) && typeof value.door === 'string') return { door: value.door }
  throw bad('"lift" must be {"path": ...} or {"door": ...}.')
}

function readTopicEvent(value: unknown) {
  if (!isObject(value))
    throw bad('"send" must be an object such as {"topic": "x", "event": "message", "data": {}}.')
  const { to, event } = readSend(value)
  if (to.topic === undefined) throw bad('"send" needs a "topic".')
  return { ...event, topic: to.topic }
}

const isObject = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const bad = (message: string): RequestError => new RequestError(400, 'bad-script', message)
