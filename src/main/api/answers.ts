import type { ErrorView } from '../../shared/view.ts'

/** Sent with everything: nothing may be sniffed, framed, kept, or told to another site. */
export const commonHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
}

/** The page's own files and its own socket, and nothing else; no inline script. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const barePolicy = "default-src 'none'; frame-ancestors 'none'"

export function jsonAnswer(value: unknown, status = 200): Response {
  return textAnswer(JSON.stringify(value), 'application/json; charset=utf-8', status)
}

export function textAnswer(text: string, type: string, status = 200): Response {
  return new Response(text, {
    status,
    headers: { ...commonHeaders, 'Content-Type': type, 'Content-Security-Policy': barePolicy },
  })
}

/** A refusal as 7-interfaces.md has it. */
export interface Refusal {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly headers?: Readonly<Record<string, string>>
}

export function refusalAnswer(refusal: Refusal): Response {
  const { code, message, hint } = refusal
  const answer = jsonAnswer({ error: { code, message, hint } } satisfies ErrorView, refusal.status)
  for (const [name, value] of Object.entries(refusal.headers ?? {})) answer.headers.set(name, value)
  return answer
}

export function methodRefused(allow: string): Refusal {
  return {
    status: 405,
    code: 'method-not-allowed',
    message: `This address takes ${allow.replaceAll(', ', ' and ')} only.`,
    hint: 'The document at /api/openapi.json lists what there is.',
    headers: { Allow: allow },
  }
}
