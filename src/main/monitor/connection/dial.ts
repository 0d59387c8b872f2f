import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { Clock } from '../clock.ts'
import { secureContext } from './trust.ts'
import type { ConnectionRequest } from './types.ts'

/** When the phases of dialling ended, as `Clock.now()`. */
export interface DialTimes {
  readonly start: number
  resolved: number | null
  connected: number | null
  secured: number | null
}

export interface DialOptions {
  readonly host: string
  readonly port: number
  /** Null for a plain connection. */
  readonly tls: (ConnectionRequest['tls'] & { readonly protocols: readonly string[] }) | null
  /** A tunnel that leads to the host already. */
  readonly through?: Socket
}

/** Silent peers are found by the kernel too, long before its two hours. */
const keepAliveAfter = 30_000
/**
 * How long one address of a host may take before the next is tried beside it. Node's 250 ms give up on every
 * address of a far host but the last: a hidden timeout.
 */
const addressPatience = 2_000

/** Options of every TCP connection: no deadline of its own, keep-alive on, nothing held back. */
export function socketOptions(host: string, port: number) {
  return {
    host,
    port,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: keepAliveAfter,
    autoSelectFamilyAttemptTimeout: addressPatience,
  } as const
}

/**
 * Opens a socket, with TLS where asked for. The caller owns it from the first moment, errors come as its
 * `error` events; `ready` is called once. Throws where a PEM text cannot be read.
 */
export function dial(
  options: DialOptions,
  clock: Clock,
  times: DialTimes,
  ready: (socket: Socket) => void,
): Socket {
  const { host, port, tls, through } = options
  if (tls) {
    const secured = connectTls({
      ...(through ? { socket: through, host } : socketOptions(host, port)),
      ...(isIP(host) ? {} : { servername: host }),
      secureContext: secureContext(tls),
      rejectUnauthorized: !tls.insecure,
      ALPNProtocols: [...tls.protocols],
    })
    watch(secured, clock, times)
    secured.once('secureConnect', () => {
      times.secured = clock.now()
      ready(secured)
    })
    return secured
  }
  const plain = connectTcp(socketOptions(host, port))
  watch(plain, clock, times)
  plain.once('connect', () => ready(plain))
  return plain
}

function watch(socket: Socket | TLSSocket, clock: Clock, times: DialTimes): void {
  socket.once('lookup', () => {
    times.resolved = clock.now()
  })
  socket.once('connect', () => {
    times.connected = clock.now()
  })
}
