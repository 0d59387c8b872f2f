import type {
  CallError,
  CallResult,
  CommandInput,
  CommandName,
  CommandOutput,
  Patch,
  Snapshot,
  StreamName,
} from '../contract.ts'
import type { Reply, Request, Transport } from './messages.ts'

export interface StreamListener<S extends StreamName> {
  /** Everything, at the beginning and whenever patches were left out: it replaces all that was known. */
  snapshot(value: Snapshot<S>): void
  patch(value: Patch<S>): void
  /** The stream cannot be had; nothing more is told. */
  refused?(error: CallError): void
}

/** The interface's end of the contract. */
export interface Client {
  /** Never rejects: a lost transport is an error value too (code `disconnected`). */
  call<C extends CommandName>(command: C, input: CommandInput<C>): Promise<CallResult<CommandOutput<C>>>
  /** The returned function ends the subscription. */
  subscribe<S extends StreamName>(stream: S, listener: StreamListener<S>): () => void
  /** Tells the monitor whether anybody can see the window. */
  setHidden(hidden: boolean): void
}

interface Subscription {
  readonly stream: string
  /** Null until the snapshot came. */
  seq: number | null
  readonly listener: {
    snapshot(value: unknown): void
    patch(value: unknown): void
    refused?(error: CallError): void
  }
}

const disconnected: CallResult<never> = {
  ok: false,
  error: {
    code: 'disconnected',
    message: 'The monitor does not answer.',
    hint: 'Is it still running? The connection is tried again by itself.',
  },
}

/** Speaks the contract over one transport; after a loss make a new transport and a new client. */
export function createClient(transport: Transport): Client {
  const calls = new Map<number, (result: CallResult<unknown>) => void>()
  const subscriptions = new Map<number, Subscription>()
  let lastId = 0
  let closed = false

  const send = (request: Request): void => transport.send(request)

  function open(subscription: Subscription): number {
    lastId += 1
    subscription.seq = null
    subscriptions.set(lastId, subscription)
    send({ type: 'subscribe', id: lastId, stream: subscription.stream })
    return lastId
  }

  function drop(id: number): void {
    if (subscriptions.delete(id)) send({ type: 'unsubscribe', id })
  }

  function settle(id: number, result: CallResult<unknown>): void {
    calls.get(id)?.(result)
    calls.delete(id)
  }

  function takePatch(id: number, subscription: Subscription, seq: number, value: unknown): void {
    if (subscription.seq !== null && seq === subscription.seq + 1) {
      subscription.seq = seq
      subscription.listener.patch(value)
      return
    }
    // A gap: what was missed is unknown, so begin again with a snapshot.
    drop(id)
    open(subscription)
  }

  function takeStream(reply: Exclude<Reply, { type: 'result' }>, subscription: Subscription): void {
    switch (reply.type) {
      case 'snapshot':
        subscription.seq = reply.seq
        subscription.listener.snapshot(reply.value)
        break
      case 'patch':
        takePatch(reply.id, subscription, reply.seq, reply.value)
        break
      case 'refused':
        subscriptions.delete(reply.id)
        subscription.listener.refused?.(reply.error)
    }
  }

  function take(reply: Reply): void {
    if (reply.type === 'result') {
      settle(reply.id, reply.result)
      return
    }
    // None: an answer that was under way when the subscription ended.
    const subscription = subscriptions.get(reply.id)
    if (subscription) takeStream(reply, subscription)
  }

  // The monitor is the same program in the same version: its messages are taken as typed.
  transport.onMessage((message) => take(message as Reply))
  transport.onClose(() => {
    closed = true
    subscriptions.clear()
    for (const id of [...calls.keys()]) settle(id, disconnected)
  })

  return {
    call<C extends CommandName>(command: C, input: CommandInput<C>) {
      if (closed) return Promise.resolve(disconnected)
      lastId += 1
      const id = lastId
      return new Promise<CallResult<CommandOutput<C>>>((resolve) => {
        calls.set(id, resolve as (result: CallResult<unknown>) => void)
        send({ type: 'call', id, command, input })
      })
    },
    subscribe(stream, listener) {
      const subscription: Subscription = { stream, seq: null, listener: listener as Subscription['listener'] }
      if (!closed) open(subscription)
      return () => {
        for (const [id, candidate] of subscriptions) if (candidate === subscription) drop(id)
      }
    },
    setHidden(hidden) {
      send({ type: 'visibility', hidden })
    },
  }
}
