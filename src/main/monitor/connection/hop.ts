import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Failure } from '../../../shared/model/failure.ts'
import type { TimingView } from '../../../shared/view.ts'
import type { Clock } from '../clock.ts'
import type { Answer, Hop, Spoken } from './answer.ts'
import { type DialTimes, dial } from './dial.ts'
import { failureOfError, noAnswer, type Side } from './failures.ts'
import { requestOverHttp1 } from './http1.ts'
import { requestOverHttp2 } from './http2.ts'
import { openTunnel, proxyAt } from './proxy.ts'
import { hostOf, portOf } from './proxyFor.ts'

export interface HopSink {
  answered(answer: Answer): void
  /** Once at most, also after `answered`. Never within the call of `sendHop`. */
  failed(failure: Failure): void
}

/**
 * Sends one request on sockets of its own: nothing is pooled, and nothing has a deadline here (those of
 * connecting and of silence belong to the caller, who ends the hop). The returned function frees the sockets
 * at once, and nothing is told after it.
 */
export function sendHop(hop: Hop, clock: Clock, sink: HopSink): () => void {
  const sockets: Socket[] = []
  const times: DialTimes = { start: clock.now(), resolved: null, connected: null, secured: null }
  let over = false
  let answered = false

  function end(): void {
    over = true
    // Emptied too: through its listeners a socket holds all that was ever read from it.
    for (const socket of sockets.splice(0)) socket.destroy()
  }

  function failed(failure: Failure): void {
    if (over) return
    end()
    sink.failed(failure)
  }

  function own(socket: Socket, side: Side): Socket {
    sockets.push(socket)
    socket.on('error', (error) => failed(failureOfError(error, side)))
    socket.on('close', () => {
      if (!answered) failed(noAnswer())
    })
    return socket
  }

  function speak(socket: Socket): void {
    const spoken: Spoken = {
      answered(head) {
        if (over) return
        answered = true
        sink.answered({ ...head, remoteAddress: addressOf(socket), timing: timingOf(times, clock.now()) })
      },
      failed,
    }
    if (isHttp2(socket)) requestOverHttp2(socket, hop, spoken)
    else requestOverHttp1(socket, hop, spoken)
  }

  function secure(through?: Socket): void {
    const tls = { ...hop.tls, protocols: hop.http2 ? ['h2', 'http/1.1'] : ['http/1.1'] }
    const target = { host: hostOf(hop.url), port: portOf(hop.url), tls, ...(through ? { through } : {}) }
    own(dial(target, clock, times, attempt(speak)), 'server')
  }

  function overProxy(url: string): void {
    const proxy = proxyAt(url, hop.tls)
    own(dial(proxy, clock, times, attempt(onProxy)), 'proxy')
    function onProxy(socket: Socket): void {
      if (hop.url.protocol === 'http:') speak(socket)
      else openTunnel(socket, proxy, hop.url, { opened: attempt(secure), failed })
    }
  }

  /** Node throws for what it will not send or cannot read; that is a failure like another. */
  function attempt<T>(step: (given: T) => void): (given: T) => void {
    return (given) => {
      if (over) return
      try {
        step(given)
      } catch (error) {
        process.nextTick(failed, failureOfError(error))
      }
    }
  }

  attempt(() => {
    if (hop.proxy !== null) overProxy(hop.proxy)
    else if (hop.url.protocol === 'https:') secure()
    else
      own(
        dial({ host: hostOf(hop.url), port: portOf(hop.url), tls: null }, clock, times, attempt(speak)),
        'server',
      )
  })(undefined)
  return end
}

function isHttp2(socket: Socket): boolean {
  return 'alpnProtocol' in socket && (socket as TLSSocket).alpnProtocol === 'h2'
}

function addressOf(socket: Socket): string | null {
  const { remoteAddress, remotePort } = socket
  if (remoteAddress === undefined) return null
  const host = remoteAddress.replace(/^::ffff:(?=\d+\.)/i, '')
  return host.includes(':') ? `[${host}]:${remotePort}` : `${host}:${remotePort}`
}

/** Each phase's own time: `firstByte` is the wait for response headers on the open connection. */
function timingOf(times: DialTimes, now: number): TimingView {
  const { start, resolved, connected, secured } = times
  return {
    dns: resolved === null ? null : resolved - start,
    connect: connected === null ? null : connected - (resolved ?? start),
    tls: secured === null ? null : secured - (connected ?? start),
    firstByte: now - (secured ?? connected ?? start),
  }
}
