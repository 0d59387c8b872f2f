/** The closed set of failure kinds (1-model.md, "Failures"). Decided by structured facts, never by text. */
export const failureKinds = [
  'refused',
  'reset',
  'dns',
  'unreachable',
  'connect-timeout',
  'silence',
  'end-of-stream',
  'frame-too-large',
  'http-status',
  'credentials',
  'content-type',
  'certificate',
  'redirects',
  'told-error',
] as const

export type FailureKind = (typeof failureKinds)[number]

export interface Failure {
  readonly kind: FailureKind
  /** One sentence for a person. */
  readonly message: string
  /** What to do about it. */
  readonly hint: string
  /** True where retrying by itself is not worth it. */
  readonly terminal: boolean
  /** The HTTP status, where there was one. */
  readonly status: number | null
}

const retryableStatuses: ReadonlySet<number> = new Set([408, 425, 429])

/**
 * Whether an HTTP status that is no stream ends the tries at once: everything but 408, 425, 429 and 5xx.
 * Also other 2xx: the server answers, but not with a stream.
 */
export function isTerminalStatus(status: number): boolean {
  return !(retryableStatuses.has(status) || (status >= 500 && status <= 599))
}

/** 401 and 403 are `credentials`; every other status is `http-status`. */
export function statusFailure(status: number): Failure {
  if (status === 401 || status === 403) {
    return failureOf('credentials', { message: `${status}: the credentials were refused.`, status })
  }
  const terminal = isTerminalStatus(status)
  return {
    kind: 'http-status',
    message: `The server answered ${status}${statusWords[status] ? ` (${statusWords[status]})` : ''} instead of a stream.`,
    hint: statusHint(status, terminal),
    terminal,
    status,
  }
}

const statusWords: Readonly<Record<number, string>> = {
  400: 'bad request',
  404: 'not found',
  405: 'method not allowed',
  406: 'not acceptable',
  408: 'request timeout',
  410: 'gone',
  425: 'too early',
  429: 'too many requests',
  500: 'internal error',
  502: 'bad gateway',
  503: 'unavailable',
  504: 'gateway timeout',
}

function statusHint(status: number, terminal: boolean): string {
  if (status === 404 || status === 410)
    return 'Is the path of the URL right? Was the stream moved or removed?'
  if (status === 407) return 'The proxy asks for credentials: put them into the proxy setting.'
  if (status === 429)
    return 'Too many connections for this client: the next try waits as long as the server asks.'
  if (status >= 500) return 'The trouble is on the server. The next try comes by itself.'
  return terminal
    ? 'Look at the URL, the method and the headers, then retry.'
    : 'The next try comes by itself.'
}

interface Wording {
  readonly message: string
  readonly hint: string
  readonly terminal: boolean
}

const wordings: Readonly<Record<Exclude<FailureKind, 'http-status'>, Wording>> = {
  refused: {
    message: 'The server refused the connection.',
    hint: 'Is it running? Are host and port right?',
    terminal: false,
  },
  reset: {
    message: 'The connection was reset.',
    hint: 'The server or something between dropped it. The next try comes by itself.',
    terminal: false,
  },
  dns: {
    message: 'The name of the host could not be resolved.',
    hint: 'Is the host name right? Does this machine reach its name server, or does it need a VPN?',
    terminal: false,
  },
  unreachable: {
    message: 'The network has no way to the host.',
    hint: 'Is this machine on the right network or VPN?',
    terminal: false,
  },
  'connect-timeout': {
    message: 'No answer within the connect timeout.',
    hint: 'The host may be down, a firewall may drop the packets, or a proxy holds the answer back. connectTimeout sets how long to wait.',
    terminal: false,
  },
  silence: {
    message: 'No sign of life within the silence threshold.',
    hint: 'The server or the path to it went quiet without closing. The connection is replaced by itself.',
    terminal: false,
  },
  'end-of-stream': {
    message: 'The server ended the stream without announcing it.',
    hint: 'If it does so on a schedule, set rotation.every; otherwise look at the server or the proxy before it.',
    terminal: false,
  },
  'frame-too-large': {
    message: 'A line or an event is over the size limit.',
    hint: 'Raise maxFrame, or look at what the server sends.',
    terminal: false,
  },
  credentials: {
    message: 'The credentials were refused.',
    hint: 'Renew the token or the password, in the configuration or where headersFrom reads it, then retry.',
    terminal: true,
  },
  'content-type': {
    message: 'The answer is not an event stream (its Content-Type is another one).',
    hint: 'Does the URL point at the stream itself? A login page or a captive portal answers like this.',
    terminal: true,
  },
  certificate: {
    message: "The server's certificate was not accepted.",
    hint: 'Is it expired, for another name, or from an own authority? tls.ca names that one.',
    terminal: true,
  },
  redirects: {
    message: 'Too many redirects, or one that leads nowhere.',
    hint: 'Put the final URL into the configuration.',
    terminal: true,
  },
  'told-error': {
    message: 'The server told of an error.',
    hint: 'Look at the newest event, and at the server.',
    terminal: false,
  },
}

/**
 * Makes a failure of a kind whose sentence does not hang on a status. `message` replaces the general sentence where
 * facts are known ("No sign of life for 15 s."); `terminal` and `status` only where the kind leaves it open.
 */
export function failureOf(
  kind: Exclude<FailureKind, 'http-status'>,
  facts: {
    readonly message?: string
    readonly hint?: string
    readonly terminal?: boolean
    readonly status?: number
  } = {},
): Failure {
  const wording = wordings[kind]
  return {
    kind,
    message: facts.message ?? wording.message,
    hint: facts.hint ?? wording.hint,
    terminal: facts.terminal ?? wording.terminal,
    status: facts.status ?? null,
  }
}

const hostKinds: ReadonlySet<FailureKind> = new Set([
  'refused',
  'reset',
  'dns',
  'unreachable',
  'connect-timeout',
])
const hostStatuses: ReadonlySet<number> = new Set([502, 503, 504])

/** Whether a try that failed so speaks of the whole host: its return is then news for the host's other endpoints. */
export function isHostTrouble(failure: Failure): boolean {
  return hostKinds.has(failure.kind) || (failure.status !== null && hostStatuses.has(failure.status))
}
