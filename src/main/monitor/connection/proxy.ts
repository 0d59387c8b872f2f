import { request as httpRequest } from 'node:http'
import type { Socket } from 'node:net'
import type { Failure } from '../../../shared/model/failure.ts'
import type { DialOptions } from './dial.ts'
import { failureOfError, proxyFailure } from './failures.ts'
import { basic, unescaped } from './headers.ts'
import { hostOf, portOf } from './proxyFor.ts'
import type { ConnectionRequest } from './types.ts'

/** A proxy to dial, and what it wants to know of who asks. */
export interface Proxy extends DialOptions {
  readonly authorization: string | null
}

/** Throws `ERR_INVALID_URL` for what is no http(s) URL. Authorities and `insecure` as for the endpoint itself. */
export function proxyAt(text: string, { ca, insecure }: ConnectionRequest['tls']): Proxy {
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw Object.assign(new TypeError('A proxy has an http(s) URL.'), { code: 'ERR_INVALID_URL' })
  return {
    host: hostOf(url),
    port: portOf(url),
    tls: url.protocol === 'https:' ? { ca, insecure, protocols: ['http/1.1'] } : null,
    authorization: proxyAuthorization(text),
  }
}

/** `Proxy-Authorization` of the credentials in a proxy's URL, or null. */
export function proxyAuthorization(proxy: string | null): string | null {
  if (proxy === null) return null
  const { username, password } = new URL(proxy)
  return username || password ? basic(unescaped(username), unescaped(password)) : null
}

/** RFC 9110, 9.3.6: CONNECT over a socket to a proxy. `opened` gets the socket, now leading to `target`. */
export function openTunnel(
  socket: Socket,
  proxy: Proxy,
  target: URL,
  told: { opened(socket: Socket): void; failed(failure: Failure): void },
): void {
  const name = target.hostname
  const authority = `${name}:${portOf(target)}`
  const request = httpRequest({
    createConnection: () => socket,
    method: 'CONNECT',
    path: authority,
    headers: {
      Host: authority,
      ...(proxy.authorization === null ? {} : { 'Proxy-Authorization': proxy.authorization }),
    },
  })
  request.on('connect', (response, tunnel, head) => {
    const status = response.statusCode ?? 0
    if (status < 200 || status > 299) return told.failed(proxyFailure(status))
    if (head.length > 0) tunnel.unshift(head)
    told.opened(tunnel)
  })
  request.on('error', (error) => told.failed(failureOfError(error, 'proxy')))
  request.end()
}
