import type { IncomingMessage, ServerResponse } from 'node:http'

/** A request that cannot be done as asked: a status, a code, and a sentence on how to mend it. */
export class RequestError extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = `${JSON.stringify(body)}\n`
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Length': String(Buffer.byteLength(text)),
    ...headers,
  })
  response.end(text)
}

/** Errors go out as `{ "error": { "code", "message" } }`. */
export function answerError(
  response: ServerResponse,
  error: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const known = error instanceof RequestError
  const status = known ? error.status : 500
  const code = known ? error.code : 'internal'
  const message = error instanceof Error ? error.message : String(error)
  answerJson(response, status, { error: { code, message } }, headers)
}

const bodyLimit = 1024 * 1024

/**
 * The JSON object in a request's body.
 * @throws {RequestError} 415 for another media type (which also keeps web pages of other origins out: they may
 *   send JSON only after a preflight that is never granted), 413 over 1 MB, 400 for anything but an object.
 */
export async function readJsonObject(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const type = request.headers['content-type'] ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new RequestError(
      415,
      'not-json',
      'The body must be JSON: send it with Content-Type: application/json.',
    )
  }
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request) {
    const bytes = Buffer.from(piece)
    size += bytes.length
    if (size > bodyLimit) throw new RequestError(413, 'too-large', 'The body is over 1 MB: send less.')
    pieces.push(bytes)
  }
  const value = parse(Buffer.concat(pieces).toString('utf8'))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RequestError(
      400,
      'not-an-object',
      'The body must be one JSON object, such as {"path": "/sse/orders"}.',
    )
  }
  return { ...value }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new RequestError(400, 'bad-json', `The body is not valid JSON (${why}).`)
  }
}
