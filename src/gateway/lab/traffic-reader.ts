import { type Body, badEvent, oneLine } from '../body.ts'
import type { To } from '../hub.ts'
import type { OutEvent } from '../wire.ts'
import type { Traffic } from './traffic.ts'

/** `{ topic, event, every, data }`; objects get a growing `n`. @throws {RequestError} 400 with a sentence. */
export function readTraffic(body: Body): Traffic {
  const { every = 1, data = {} } = body
  if (typeof every !== 'number' || !(every >= 0.001 && every <= 86_400)) {
    throw badEvent(
      `"every" is ${JSON.stringify(every)}, but it must be a number of seconds from 0.001 to 86400.`,
    )
  }
  const plain = typeof data === 'object' && data !== null && !Array.isArray(data)
  return {
    topic: oneLine(body, 'topic'),
    event: oneLine(body, 'event', 'message'),
    every,
    data: (n) => (plain ? { ...data, n } : data),
  }
}

/** `{ topic or token, event, data, id }`; neither topic nor token means everyone. */
export function readSend(body: Body): { readonly to: To; readonly event: OutEvent } {
  const { topic, token, id, data = '' } = body
  return {
    to: {
      ...(topic === undefined ? {} : { topic: oneLine(body, 'topic') }),
      ...(token === undefined ? {} : { token: oneLine(body, 'token') }),
    },
    event: {
      event: oneLine(body, 'event', 'message'),
      data,
      ...(id === undefined ? {} : { id: oneLine(body, 'id') }),
    },
  }
}
