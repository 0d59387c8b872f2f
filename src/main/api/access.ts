import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** The headers that decide who asks. */
export interface AskerHeaders {
  readonly host: string | undefined
  readonly origin: string | undefined
  readonly authorization: string | undefined
  readonly cookie: string | undefined
}

/** Who may come in: by which name, from which page, with which token. */
export interface Access {
  /**
   * `host` where the request bears a name that is not ours (a name that was pointed here by somebody else's DNS),
   * `origin` where another page sent it, null where both are right.
   */
  stranger(headers: AskerHeaders): 'host' | 'origin' | null
  /** Whether the request bears the token or the cookie that it was exchanged for. */
  knows(headers: AskerHeaders): boolean
  tokenIs(text: string): boolean
  /** The `Set-Cookie` value that the token is exchanged for. */
  readonly setCookie: string
}

const loopbackNames = ['localhost', '127.0.0.1', '::1']

/**
 * `listened` is the address the server listens on, `port` keeps the cookies of two Heartlines on one machine apart
 * (a cookie does not know of ports). Names are compared without a port: through a tunnel it is another one, and a
 * hostile page cannot choose the name.
 */
export function createAccess(options: {
  readonly token: string
  readonly listened: string
  readonly port: number
  readonly allowHosts: readonly string[]
}): Access {
  const names = new Set([...loopbackNames, options.listened, ...options.allowHosts].map(bareName))
  const cookieName = `heartline-${options.port}`
  // Derived, so that the cookie does not give the token away, and outlives a restart with the same token.
  const session = createHmac('sha256', options.token).update('heartline session').digest('base64url')

  return {
    stranger(headers) {
      const host = headers.host?.toLowerCase()
      if (!host || !names.has(nameOf(host))) return 'host'
      return headers.origin === undefined || isOwnOrigin(headers.origin, host) ? null : 'origin'
    },
    knows(headers) {
      const bearer = /^bearer +(\S+)$/i.exec(headers.authorization?.trim() ?? '')?.[1]
      if (bearer !== undefined) return sameText(bearer, options.token)
      const cookie = cookieOf(headers.cookie ?? '', cookieName)
      return cookie !== null && sameText(cookie, session)
    },
    tokenIs: (text) => sameText(text, options.token),
    setCookie: `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict`,
  }
}

/** Compares in a time that tells nothing of where the two differ. */
function sameText(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}

function bareName(name: string): string {
  return name.toLowerCase().replace(/^\[|\]$/g, '')
}

/** The name in a `Host` header, without port and brackets; empty where it is malformed. */
function nameOf(host: string): string {
  const found = /^(?:\[([0-9a-f:.]+)\]|([^\s:@/\\[\]]+))(?::\d{1,5})?$/.exec(host)
  return found?.[1] ?? found?.[2] ?? ''
}

/** A page of ours has the very host and port that the request was sent to. `null` is nobody's. */
function isOwnOrigin(origin: string, host: string): boolean {
  const found = /^https?:\/\/([^/]+)$/.exec(origin.toLowerCase())
  return found?.[1] === host
}

function cookieOf(header: string, name: string): string | null {
  for (const part of header.split(';')) {
    const [key, value] = part.trim().split('=', 2)
    if (key === name && value !== undefined) return value
  }
  return null
}
