import type { Refusal } from './answers.ts'

export const strangerHost: Refusal = {
  status: 403,
  code: 'host-not-allowed',
  message: 'This Heartline does not go by the name in the Host header.',
  hint: 'Use the address it printed at the start, or start it with --allow-host NAME.',
}

export const strangerOrigin: Refusal = {
  status: 403,
  code: 'origin-not-allowed',
  message: 'The request comes from a page of another site.',
  hint: 'Only pages that this Heartline served may ask it.',
}

export const noToken: Refusal = {
  status: 401,
  code: 'unauthorized',
  message: 'The token is missing or wrong.',
  hint: 'Send "Authorization: Bearer TOKEN" with the token printed at the start, or open the address with ?token=.',
  headers: { 'WWW-Authenticate': 'Bearer realm="heartline"' },
}

/** The desktop app prints no token: it is shown in its settings. */
export const noLocalToken: Refusal = {
  ...noToken,
  hint: 'Send "Authorization: Bearer TOKEN" with the token that stands in the app under Settings, Local API.',
}

export function unknownEndpoint(id: string): Refusal {
  return {
    status: 404,
    code: 'unknown-endpoint',
    message: `No endpoint has the id ${JSON.stringify(id.slice(0, 200))}.`,
    hint: 'GET /api/endpoints lists them.',
  }
}

export const unknownRoute: Refusal = {
  status: 404,
  code: 'not-found',
  message: 'There is nothing at this address.',
  hint: 'The document at /api/openapi.json lists what there is.',
}

export const ownFault: Refusal = {
  status: 500,
  code: 'internal',
  message: 'Heartline could not answer: a fault of its own.',
  hint: 'Look at what it wrote on standard error, and report it.',
}

export const socketOnly: Refusal = {
  status: 426,
  code: 'upgrade-required',
  message: 'Only a WebSocket is answered here.',
  hint: 'It is for the page; programs ask /api.',
  headers: { Upgrade: 'websocket', Connection: 'Upgrade' },
}
