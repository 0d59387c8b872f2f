import { RequestError } from '../http.ts'
import type { To } from '../hub.ts'
import type { OutEvent } from '../wire.ts'
import type { Traffic } from './traffic.ts'

type Body = Readonly<Record<string, unknown>>

/** `{ topic, event, every, data }`; objects get a growing `n`. @throws {RequestError} 400 with a sentence. */
export function readTraffic(body: Body): Traffic {
  const { every = 1, data = {} } = body
  if (typeof every !== 'number' || !(every >= 0.001 && every <= 86_400)) {
    throw bad(`"every" is ${JSON.stringify(every)}, but it must be a number of seconds from 0.001 to 86400.`)
  }
  const plain = typeof data === 'object' && data !== null && !Array.isArray(data)
  return {
    topic: text(body, 'topic', undefined),
    event: text(body, 'event', 'message'),
    every,
    data: (n) => (plain ? { ...data, n } : data),
  }
}

/** `{ topic or token, event, data, id }`; neither topic nor token means everyone. */
export function readSend(body: Body): { readonly to: To; readonly event: OutEvent } {
  const { topic, token, id, data = '' } = body
  return {
    to: {
      ...(topic === undefined ? {} : { topic: text(body, 'topic', undefined) }),
      ...(token === undefined ? {} : { token: text(body, 'token', undefined) }),
    },
    event: {
      event: text(body, 'event', 'message'),
      data,
      ...(id === undefined ? {} : { id: text(body, 'id', undefined) }),
    },
  }
}

/** One line of text, so that it fits a line of the stream. */
function text(body: Body, key: string, fallback: string | undefined): string {
  const value = body[key] ?? fallback
  if (typeof value === 'string' && value !== '' && !/[\r\n]/.test(value) && !value.includes('\0'))
    return value
  throw bad(`"${key}" is ${JSON.stringify(value) ?? 'missing'}, but it must be text of one line.`)
}

const bad = (message: string): RequestError => new RequestError(400, 'bad-event', message)
