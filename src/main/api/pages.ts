import { createHash } from 'node:crypto'
import { commonHeaders, type Refusal } from './answers.ts'

const style = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1.5rem; }
h1 { font-size: 1.25rem; }
code { font-size: 0.95em; }
`

/** This page has no script at all, and only the style whose hash is given. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

function page(title: string, paragraphs: readonly string[], status: number): Response {
  const body = paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('\n')
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - Heartline</title><style>${style}</style></head>
<body><main><h1>${title}</h1>
${body}
</main></body>
</html>
`
  const headers = {
    ...commonHeaders,
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy,
  }
  return new Response(html, { status, headers })
}

/** Says how to get in, to a browser that has neither token nor cookie. */
export function howToGetIn(): Response {
  const answer = page(
    'This Heartline needs its token',
    [
      'Open the address that it printed when it started: the line that begins with <code>{"ready":true</code> has it as <code>url</code>, with <code>?token=</code> in it. It works in every browser, as often as you like.',
      'The line is gone? Start Heartline again, or choose a token of your own with <code>--token</code> or <code>HEARTLINE_TOKEN</code>.',
    ],
    401,
  )
  answer.headers.set('WWW-Authenticate', 'Bearer realm="heartline"')
  return answer
}

export function refusalPage(refusal: Refusal): Response {
  const answer = page('Heartline does not answer here', [refusal.message, refusal.hint], refusal.status)
  for (const [name, value] of Object.entries(refusal.headers ?? {})) answer.headers.set(name, value)
  return answer
}

export function nothingHere(): Response {
  return page('Nothing here', ['There is no page at this address.', '<a href="/">To the fleet</a>'], 404)
}

export function notBuilt(): Response {
  return page(
    'The interface is not built',
    [
      'Run <code>npm run build</code>, then load this page again. The API at <code>/api</code> works without it.',
    ],
    503,
  )
}
