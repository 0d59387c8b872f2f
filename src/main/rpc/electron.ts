import type { IpcMainEvent, WebContents } from 'electron'
import * as z from 'zod'
import { channel, type FromPage, type ToPage } from '../../shared/bridge.ts'
import { longestRequest, type ServerTransport } from '../../shared/rpc/messages.ts'

/** What is needed of a window's page. */
export type PageContents = Pick<WebContents, 'send' | 'isDestroyed' | 'on' | 'once'> & {
  readonly ipc: Pick<WebContents['ipc'], 'on'>
}

export interface PageLinkOptions {
  readonly contents: PageContents
  /** The only origin whose messages are taken. */
  readonly origin: string
  /** Told of each way that the page opens. */
  readonly serve: (transport: ServerTransport) => void
  /** Puts text on the clipboard. */
  readonly copy: (text: string) => void
  /** Told of a message that was refused. */
  readonly refuse: (why: string) => void
}

interface Way {
  readonly name: string
  /** Sizes of the messages that are not known to have arrived, in characters. */
  readonly outstanding: number[]
  /** Their sum. */
  waiting: number
  onMessage: ((message: unknown) => void) | null
  onClose: (() => void) | null
}

/** Characters and messages that may be on their way to a page: some snapshots of a thousand endpoints. */
const congestedAt = { characters: 4 * 1024 * 1024, messages: 64 }

const name = z.string().max(64)
const fromPage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('open'), way: name }),
  z.strictObject({ type: z.literal('message'), way: name, text: z.string() }),
  z.strictObject({ type: z.literal('taken'), way: name }),
  z.strictObject({ type: z.literal('close'), way: name }),
  z.strictObject({ type: z.literal('copy'), text: z.string() }),
]) satisfies z.ZodType<FromPage>

/**
 * The monitor's end of a window. A page has one way at a time: a reload opens another, and the one before it ends; so
 * it does when the page's process is gone. A page that does not take what is sent is told by `congested`, so that a
 * hung one does not fill this process.
 */
export function linkPage({ contents, origin, serve, copy, refuse }: PageLinkOptions): void {
  let current: Way | null = null

  const send = (message: ToPage): void => {
    if (!contents.isDestroyed()) contents.send(channel, message)
  }

  function end(): void {
    const ended = current
    current = null
    ended?.onClose?.()
  }

  function open(way: string): void {
    end()
    const opened: Way = { name: way, outstanding: [], waiting: 0, onMessage: null, onClose: null }
    current = opened
    serve(transportOf(opened))
  }

  const isOpen = (way: Way): boolean => current === way

  function transportOf(way: Way): ServerTransport {
    return {
      send(message) {
        if (!isOpen(way)) return
        const text = JSON.stringify(message)
        way.outstanding.push(text.length)
        way.waiting += text.length
        send({ type: 'message', way: way.name, text })
      },
      onMessage(listener) {
        way.onMessage = listener
      },
      onClose(listener) {
        way.onClose = listener
        if (!isOpen(way)) listener()
      },
      congested: () => way.waiting > congestedAt.characters || way.outstanding.length > congestedAt.messages,
      close() {
        if (!isOpen(way)) return
        send({ type: 'closed', way: way.name })
        end()
      },
    }
  }

  function take(message: FromPage): void {
    const way = current
    if (message.type === 'open') open(message.way)
    else if (message.type === 'copy') copy(message.text)
    // Else it is what a page before this one still sent.
    else if (way?.name === message.way) takeOn(way, message)
  }

  function takeOn(way: Way, message: Exclude<FromPage, { type: 'open' | 'copy' }>): void {
    switch (message.type) {
      case 'message':
        deliver(way, message.text)
        break
      case 'taken':
        way.waiting -= way.outstanding.shift() ?? 0
        break
      case 'close':
        end()
    }
  }

  function deliver(way: Way, text: string): void {
    const parsed = text.length > longestRequest ? 'too long' : parse(text)
    if (parsed === 'too long') turnAway(way, 'a message that is too long')
    else if (parsed.ok) way.onMessage?.(parsed.value)
    else turnAway(way, 'a message that is no JSON')
  }

  function turnAway(way: Way, why: string): void {
    refuse(why)
    send({ type: 'closed', way: way.name })
    end()
  }

  contents.ipc.on(channel, (event, ...rest) => {
    const stranger = strangerIn(event, origin)
    if (stranger !== null) return refuse(stranger)
    const message = fromPage.safeParse(rest[0])
    if (rest.length === 1 && message.success) take(message.data)
    else refuse('a message that is not as agreed')
  })
  contents.on('render-process-gone', end)
  contents.once('destroyed', end)
}

/** Why this sender is not the page; null where it is. */
function strangerIn({ senderFrame }: Pick<IpcMainEvent, 'senderFrame'>, origin: string): string | null {
  if (senderFrame === null) return 'a message of a frame that is gone'
  if (senderFrame.parent !== null) return 'a message of a frame inside the page'
  return senderFrame.origin === origin ? null : `a message from ${senderFrame.origin}`
}

function parse(text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false }
    throw error
  }
}
