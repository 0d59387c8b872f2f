import * as z from 'zod'
import {
  type CallError,
  type CallResult,
  type CommandName,
  type CommandOutput,
  commands,
  type StreamName,
  streamNames,
} from '../contract.ts'
import { createFeed, type Feed, type StreamSource } from './feed.ts'
import type { Reply, Request, ServerTransport } from './messages.ts'

/** What carries the commands out. A handler may throw: the caller is told, and `report` too. */
export type Handlers = {
  readonly [C in CommandName]: (
    input: z.output<(typeof commands)[C]>,
  ) => CallResult<CommandOutput<C>> | Promise<CallResult<CommandOutput<C>>>
}

export type StreamSources = { readonly [S in StreamName]: StreamSource<S> }

export interface ServerOptions {
  readonly handlers: Handlers
  readonly streams: StreamSources
  /** Runs `task` once after `ms`; the returned function cancels it. */
  readonly after: (ms: number, task: () => void) => () => void
  /** Is told of what went wrong inside; the peer gets only a sentence. */
  readonly report: (error: unknown, where: string) => void
}

const id = z.int().min(0)
const requestSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('call'), id, command: z.string(), input: z.unknown() }),
  z.strictObject({ type: z.literal('subscribe'), id, stream: z.string() }),
  z.strictObject({ type: z.literal('unsubscribe'), id }),
  z.strictObject({ type: z.literal('visibility'), hidden: z.boolean() }),
]) satisfies z.ZodType<Request>

/** A window needs one of each stream; more than this is a fault. */
const maxSubscriptions = 16

/** Answers one peer, until its transport closes. */
export function serveContract(transport: ServerTransport, options: ServerOptions): void {
  const feeds = new Map<number, Feed>()
  let hidden = false

  const send = (reply: Reply): void => transport.send(reply)

  function subscribe(subscription: number, name: string): void {
    const stream = streamNames.find((known) => known === name)
    if (!stream) send({ type: 'refused', id: subscription, error: unknownName('stream', name) })
    else if (feeds.has(subscription) || feeds.size >= maxSubscriptions)
      send({ type: 'refused', id: subscription, error: tooManySubscriptions })
    else feeds.set(subscription, feed(subscription, stream))
  }

  function feed<S extends StreamName>(subscription: number, stream: S): Feed {
    return createFeed<S>(options.streams[stream], {
      snapshot: (seq, value) => send({ type: 'snapshot', id: subscription, seq, value }),
      patch: (seq, value) => send({ type: 'patch', id: subscription, seq, value }),
      congested: () => transport.congested(),
      hidden: () => hidden,
      after: options.after,
    })
  }

  function setHidden(now: boolean): void {
    hidden = now
    if (!hidden) for (const one of feeds.values()) one.flush()
  }

  async function take(request: Request): Promise<void> {
    switch (request.type) {
      case 'call':
        return send({
          type: 'result',
          id: request.id,
          result: await run(options, request.command, request.input),
        })
      case 'subscribe':
        return subscribe(request.id, request.stream)
      case 'unsubscribe':
        feeds.get(request.id)?.close()
        feeds.delete(request.id)
        return
      case 'visibility':
        return setHidden(request.hidden)
    }
  }

  transport.onMessage((message) => {
    const request = requestSchema.safeParse(message)
    // Who does not speak the protocol is not the interface.
    if (!request.success) return transport.close()
    take(request.data).catch((error: unknown) => options.report(error, request.data.type))
  })
  transport.onClose(() => {
    for (const one of feeds.values()) one.close()
    feeds.clear()
  })
}

async function run(options: ServerOptions, name: string, input: unknown): Promise<CallResult<unknown>> {
  if (!isCommand(name)) return { ok: false, error: unknownName('command', name) }
  const parsed = commands[name].safeParse(input)
  if (!parsed.success) return { ok: false, error: badInput(name, parsed.error) }
  try {
    // The map pairs each schema with its handler; the compiler cannot follow that through a lookup.
    const handler = options.handlers[name] as (
      input: unknown,
    ) => CallResult<unknown> | Promise<CallResult<unknown>>
    return await handler(parsed.data)
  } catch (error) {
    options.report(error, name)
    return { ok: false, error: internal }
  }
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
}

const internal: CallError = {
  code: 'internal',
  message: 'The monitor could not do this: a fault of its own.',
  hint: 'Look at its log, and report it.',
}

const tooManySubscriptions: CallError = {
  code: 'too-many-subscriptions',
  message: `A window may hold ${maxSubscriptions} subscriptions, each under an id of its own.`,
  hint: 'Load the page again.',
}

function unknownName(what: string, name: string): CallError {
  return {
    code: `unknown-${what}`,
    message: `The monitor knows no ${what} ${JSON.stringify(name.slice(0, 80))}.`,
    hint: 'The page is older or newer than the monitor: load it again.',
  }
}

function badInput(name: string, error: z.ZodError): CallError {
  const [issue] = error.issues
  const where = issue?.path.join('.')
  return {
    code: 'bad-input',
    message: `${name} was called wrongly: ${where ? `${where}: ` : ''}${issue?.message ?? 'not as agreed'}.`,
    hint: 'The page is older or newer than the monitor: load it again.',
  }
}
