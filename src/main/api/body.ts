import type { Context } from 'hono'
import type { Refusal } from './answers.ts'

export type Body =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly refusal: Refusal }

/** Bytes; nothing that the API takes comes near. */
const longest = 8 * 1024

/** A request's JSON, read up to a limit; an empty body is an empty object. Refuses what is no JSON. */
export async function readBody({ req }: Context): Promise<Body> {
  const bytes: Uint8Array[] = []
  let size = 0
  for await (const chunk of req.raw.body ?? []) {
    bytes.push(chunk)
    size += chunk.byteLength
    if (size > longest) return refused(413, 'body-too-large', `The body is over ${longest} bytes.`)
  }
  const text = Buffer.concat(bytes).toString('utf8').trim()
  if (text === '') return { ok: true, value: {} }
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return refused(400, 'bad-body', 'The body is no JSON.')
  }
}

function refused(status: number, code: string, message: string): Body {
  return {
    ok: false,
    refusal: { status, code, message, hint: 'The document at /api/openapi.json tells what is taken.' },
  }
}
