import { type Failure, failureOf, isTerminalStatus } from '../../../shared/model/failure.ts'

/** Where it happened, for the sentence. */
export type Side = 'server' | 'proxy'

const codeKinds: Readonly<Record<string, Parameters<typeof failureOf>[0]>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EAI_NODATA: 'dns',
  EAI_NONAME: 'dns',
  ENETUNREACH: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  EHOSTDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  EACCES: 'unreachable',
  EPERM: 'unreachable',
  ETIMEDOUT: 'connect-timeout',
  ERR_SOCKET_CONNECTION_TIMEOUT: 'connect-timeout',
}

/** X509_V_ERR names as Node gives them in `code`, with the reason in words. */
const certificateReasons: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet (or the clock of this machine is wrong)',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its chain ends in an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT: 'its issuer is missing',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its issuer is not known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its issuer is not known here, and the server did not send it',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another host name',
  HOSTNAME_MISMATCH: 'it is for another host name',
  CERT_REVOKED: 'it was revoked',
  CERT_UNTRUSTED: 'its authority is not trusted for servers',
  CERT_REJECTED: 'its authority is marked to reject it',
  CERT_SIGNATURE_FAILURE: 'its signature is wrong',
  CERT_CHAIN_TOO_LONG: 'its chain is too long',
  INVALID_CA: 'its issuer is no certificate authority',
  INVALID_PURPOSE: 'it is not made for servers',
  PATH_LENGTH_EXCEEDED: 'its chain is longer than an authority in it allows',
  ERR_TLS_CERT_ALTNAME_FORMAT: 'the host names in it cannot be read',
}

const certificateCode = /^(CERT_|CRL_|UNABLE_TO_|ERROR_IN_CERT_|ERROR_IN_CRL_|ERR_OSSL_|ERR_CRYPTO_)/
const alertCode = /^ERR_SSL_.*ALERT.*(CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)/

/** The failure that an error of a socket, of TLS or of HTTP means, by its code alone. */
export function failureOfError(error: unknown, side: Side = 'server'): Failure {
  const code = codeOf(error)
  const kind = codeKinds[code]
  if (kind) return failureOf(kind, { message: sentenceOf(kind, code, side), ...proxyHint(side) })
  return (
    certificateFailure(code, side) ?? unsendable(code) ?? exhausted(code) ?? brokenConversation(code, side)
  )
}

function sentenceOf(kind: string, code: string, side: Side): string {
  const who = side === 'proxy' ? 'The proxy' : 'The server'
  const whose = side === 'proxy' ? 'the proxy' : 'the host'
  if (kind === 'refused') return `${who} refused the connection.`
  if (kind === 'dns') return `The name of ${whose} could not be resolved (${code}).`
  if (kind === 'unreachable') return `The network has no way to ${whose} (${code}).`
  return `The network gave no answer from ${whose} (${code}).`
}

function proxyHint(side: Side): { readonly hint?: string } {
  return side === 'proxy' ? { hint: 'Is the proxy setting right, and the proxy running?' } : {}
}

function certificateFailure(code: string, side: Side): Failure | null {
  const whose = side === 'proxy' ? "The proxy's" : "The server's"
  const reason = certificateReasons[code]
  if (reason)
    return failureOf('certificate', { message: `${whose} certificate was not accepted: ${reason}.` })
  if (alertCode.test(code))
    return failureOf('certificate', {
      message: `The server did not accept this client's certificate, or asks for one (${code}).`,
      hint: 'tls.cert and tls.key name the certificate that the server expects.',
    })
  if (/^ERR_OSSL_|^ERR_CRYPTO_/.test(code))
    return failureOf('certificate', {
      message: `A certificate or key of the configuration could not be read (${code}).`,
      hint: 'tls.ca, tls.cert and tls.key are PEM files, and key belongs to cert.',
    })
  if (certificateCode.test(code))
    return failureOf('certificate', { message: `${whose} certificate was not accepted (${code}).` })
  return null
}

const badHeaderCodes: ReadonlySet<string> = new Set([
  'ERR_INVALID_CHAR',
  'ERR_INVALID_HTTP_TOKEN',
  'ERR_HTTP_INVALID_HEADER_VALUE',
])

/** What Node refuses to send, before anything went out. Trying again cannot mend it. */
function unsendable(code: string): Failure | null {
  if (badHeaderCodes.has(code))
    return failureOf('reset', {
      message: `A header of the configuration cannot be sent (${code}).`,
      hint: 'A name or a value has a character that headers may not have, such as the end of a line.',
      terminal: true,
    })
  if (code === 'ERR_INVALID_URL')
    return failureOf('unreachable', {
      message: 'The proxy setting is no http(s) URL.',
      hint: 'Write it as http://HOST:PORT, with credentials as http://USER:PASSWORD@HOST:PORT.',
      terminal: true,
    })
  return null
}

const exhaustedCodes: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'])

/** This machine could not even make a socket: no server is to blame. */
function exhausted(code: string): Failure | null {
  if (!exhaustedCodes.has(code)) return null
  return failureOf('unreachable', {
    message: `This machine has no room for another connection (${code}).`,
    hint: 'Raise the limit of open files (ulimit -n) for Heartline, or watch fewer endpoints.',
  })
}

function brokenConversation(code: string, side: Side): Failure {
  const who = side === 'proxy' ? 'The proxy' : 'The server'
  if (code === 'HPE_HEADER_OVERFLOW')
    return failureOf('reset', {
      message: `${who} sent more than 16 KB of response headers (${code}).`,
      hint: 'Look at what sets so many or such long headers; cookies often do.',
    })
  if (code.startsWith('HPE_'))
    return failureOf('reset', {
      message: `${who} sent something that is not HTTP (${code}).`,
      hint: 'Is this port a web server? Is it https instead of http?',
    })
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO')
    return failureOf('reset', {
      message: `${who} broke off TLS (${code}).`,
      hint: 'Does this port speak https at all? Are its TLS versions current?',
    })
  return failureOf('reset', { message: `The connection was reset (${code}).` })
}

/** The body was cut in the middle: neither its last chunk nor its length was reached. */
export function cutOff(): Failure {
  return failureOf('end-of-stream', { message: 'The stream was cut off in the middle of its body.' })
}

/** The socket was closed without an error before there were response headers. */
export function noAnswer(): Failure {
  return failureOf('reset', { message: 'The server closed the connection before it answered.' })
}

/** A proxy that would not open the tunnel. Never `credentials`: the endpoint's own are not concerned. */
export function proxyFailure(status: number): Failure {
  return {
    kind: 'http-status',
    message: `The proxy answered ${status} instead of opening a way to the server.`,
    hint:
      status === 407
        ? 'The proxy asks for credentials: put them into the proxy setting.'
        : 'Does the proxy allow this host and port?',
    terminal: isTerminalStatus(status),
    status,
  }
}

/** Most telling first, for the several addresses of one host. */
const telling: readonly string[] = ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']

/** The code of an error, or of the most telling one inside (happy eyeballs join one for each address). */
export function codeOf(error: unknown): string {
  if (error instanceof AggregateError) {
    const codes = error.errors.map(codeOf)
    return telling.find((code) => codes.includes(code)) ?? codes[0] ?? 'UNKNOWN'
  }
  if (typeof error !== 'object' || error === null || !('code' in error)) return 'UNKNOWN'
  return String(error.code)
}

/** The bytes of a compressed body that cannot be decompressed. */
export function damagedEncoding(error: unknown): Failure {
  return failureOf('reset', { message: `The compressed stream is damaged (${codeOf(error)}).` })
}

/** One line or one event of this stream. */
export function frameTooLarge(what: 'line' | 'event', limit: number): Failure {
  return failureOf('frame-too-large', {
    message: `A${what === 'event' ? 'n event' : ' line'} is over the limit of ${limit} bytes.`,
  })
}

/** The unfinished bytes of all connections together. */
export function overBudget(): Failure {
  return failureOf('frame-too-large', {
    message:
      'All connections together hold more unfinished bytes than they may, and this one asked for more.',
    hint: 'Some server sends very large lines or events: lower maxFrame, or look at what it sends.',
  })
}

/** The client gave up on a stream that the transport found good. */
export function unreadable(reason: string): Failure {
  return failureOf('reset', { message: `The stream could not be read: ${reason}` })
}
