import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A connection that a client made to the relay, numbered from 0 in the order in which they came. */
export interface Relayed {
  readonly index: number
  /** What the client has sent, its first 64 KB: to Redis, commands, their names as that client writes them. */
  sent(): string
  readonly isOpen: boolean
  readonly isMuted: boolean
}

export type Which = number | ((connection: Relayed) => boolean)

/** Stands between clients and a server on 127.0.0.1, and can make connections deaf. */
export interface Relay {
  readonly port: number
  /** `redis://127.0.0.1:PORT`. */
  readonly url: string
  /** Every connection there was, the first first. */
  connections(): readonly Relayed[]
  /**
   * What the server sends to these connections is kept back, and they stay open. Without `which`: to all there are and
   * all to come; a function is asked for those to come too, with each piece that is to be passed on.
   */
  mute(which?: Which): void
  /** Passes on what was kept back, in order, and all that follows. */
  unmute(): void
  /** Destroys the connections on both sides. */
  cut(which?: Which): void
  /** Nobody listens on the port: connections are refused, those that are open go on. */
  refuse(): Promise<void>
  accept(): Promise<void>
  close(): Promise<void>
}

const mostKept = 64 * 1024
const relays = new Set<Relay>()

/** For `afterEach`. */
export async function closeRelays(): Promise<void> {
  await Promise.all([...relays].map((relay) => relay.close()))
}

/** A relay to a port of 127.0.0.1. For `afterEach`: `closeRelays`. */
export async function startRelay(serverPort: number): Promise<Relay> {
  const passing: Passing[] = []
  let muted: Which | null = null
  let port = 0
  let server: Server | null = null

  const isMuted = (each: Relayed): boolean => muted !== null && fits(each, muted)

  async function accept(): Promise<void> {
    if (server !== null) return
    const made = createServer((client) => {
      passing.push(pass(client, serverPort, passing.length, isMuted))
    })
    server = made
    made.listen(port, '127.0.0.1')
    await once(made, 'listening')
    port = (made.address() as AddressInfo).port
  }

  async function refuse(): Promise<void> {
    // It counts as closed only when its connections are; that it no longer listens is at once.
    server?.close()
    server = null
  }

  const cut = (which: Which = () => true): void => {
    for (const each of passing) if (fits(each.relayed, which)) each.destroy()
  }

  const relay: Relay = {
    get port() {
      return port
    },
    get url() {
      return `redis://127.0.0.1:${port}`
    },
    connections: () => passing.map(({ relayed }) => relayed),
    mute(which = () => true) {
      muted = which
    },
    unmute() {
      muted = null
      for (const each of passing) each.flush()
    },
    cut,
    refuse,
    accept,
    async close() {
      relays.delete(relay)
      await refuse()
      cut()
    },
  }
  await accept()
  relays.add(relay)
  return relay
}

const fits = (each: Relayed, which: Which): boolean =>
  typeof which === 'number' ? each.index === which : which(each)

interface Passing {
  readonly relayed: Relayed
  flush(): void
  destroy(): void
}

function pass(
  client: Socket,
  serverPort: number,
  index: number,
  isMuted: (each: Relayed) => boolean,
): Passing {
  const upstream = connect(serverPort, '127.0.0.1')
  const keptBack: Buffer[] = []
  let sent = ''
  let isOpen = true

  const relayed: Relayed = {
    index,
    sent: () => sent,
    get isOpen() {
      return isOpen
    },
    get isMuted() {
      return isMuted(relayed)
    },
  }

  function destroy(): void {
    isOpen = false
    client.destroy()
    upstream.destroy()
  }

  client.on('data', (piece) => {
    if (sent.length < mostKept) sent += piece.toString('latin1').slice(0, mostKept - sent.length)
    upstream.write(piece)
  })
  upstream.on('data', (piece) => {
    if (relayed.isMuted) keptBack.push(piece)
    else client.write(piece)
  })
  // One side's end is the other's; a deaf connection does not hear of the server's.
  client.on('close', destroy).on('error', destroy)
  const over = (): void => {
    if (relayed.isMuted) return
    isOpen = false
    // What it said last is still passed on.
    client.destroySoon()
  }
  upstream.on('close', over).on('error', over)

  return {
    relayed,
    flush() {
      for (const piece of keptBack.splice(0)) client.write(piece)
      if (upstream.destroyed) over()
    },
    destroy,
  }
}
