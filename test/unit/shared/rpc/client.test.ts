import { describe, expect, it } from 'vitest'
import { createClient } from '../../../../src/shared/rpc/client.ts'
import type { Reply, Request } from '../../../../src/shared/rpc/messages.ts'
import { viewOf } from '../../../helpers/views.ts'

/** A transport whose other end is the test. */
function scripted() {
  const sent: Request[] = []
  let listener: (message: unknown) => void = () => undefined
  const client = createClient({
    send: (message) => sent.push(message as Request),
    onMessage: (next) => {
      listener = next
    },
    onClose: () => undefined,
  })
  return { client, sent, reply: (reply: Reply) => listener(reply) }
}

describe('a gap in the numbers', () => {
  it('makes the receiver subscribe again, and ignore what still comes from before', () => {
    const { client, sent, reply } = scripted()
    const told: string[] = []
    client.subscribe('fleet', {
      snapshot: (views) => told.push(`snapshot ${views.length}`),
      patch: (patch) => told.push(`patch ${patch.changed[0]?.attempt}`),
    })
    const patch = (id: number, seq: number) =>
      reply({ type: 'patch', id, seq, value: { changed: [viewOf('a', { attempt: seq })], removed: [] } })

    reply({ type: 'snapshot', id: 1, seq: 1, value: [] })
    patch(1, 2)
    patch(1, 4)
    patch(1, 5)
    expect(sent.slice(1)).toEqual([
      { type: 'unsubscribe', id: 1 },
      { type: 'subscribe', id: 2, stream: 'fleet' },
    ])
    reply({ type: 'snapshot', id: 2, seq: 1, value: [viewOf('a')] })
    patch(2, 2)
    expect(told).toEqual(['snapshot 0', 'patch 2', 'snapshot 1', 'patch 2'])
  })

  it('is also a patch before any snapshot, or one that comes twice', () => {
    const { client, sent, reply } = scripted()
    const none = { snapshot: () => undefined, patch: () => undefined }
    client.subscribe('notices', none)
    reply({ type: 'patch', id: 1, seq: 1, value: [] })
    expect(sent.at(-1)).toEqual({ type: 'subscribe', id: 2, stream: 'notices' })
    reply({ type: 'snapshot', id: 2, seq: 1, value: [] })
    reply({ type: 'patch', id: 2, seq: 2, value: [] })
    reply({ type: 'patch', id: 2, seq: 2, value: [] })
    expect(sent.at(-1)).toEqual({ type: 'subscribe', id: 3, stream: 'notices' })
  })
})
