import * as z from 'zod'
import type { CallError } from '../../shared/contract.ts'
import type { Drills } from '../drill/drills.ts'
import { jsonAnswer, type Refusal, refusalAnswer } from './answers.ts'
import type { Body } from './body.ts'

export const drillBody = z.strictObject({
  from: z
    .string()
    .min(1)
    .max(4096)
    .optional()
    .describe('The Last-Event-ID to send; the id of some events ago where left out'),
})

/** Runs a replay drill and answers with its grade, within some 20 seconds. */
export async function drillAnswer(drills: Pick<Drills, 'drill'>, id: string, body: Body): Promise<Response> {
  if (!body.ok) return refusalAnswer(body.refusal)
  const parsed = drillBody.safeParse(body.value)
  if (!parsed.success) return refusalAnswer(badBody)
  const result = await drills.drill(id, parsed.data.from ?? null)
  return result.ok ? jsonAnswer(result.value) : refusalAnswer(refusalOf(result.error))
}

const badBody: Refusal = {
  status: 400,
  code: 'bad-body',
  message: 'The body is not what a drill takes.',
  hint: 'Send {"from": "ID"} with an id of up to 4,096 characters, or nothing.',
}

/** What an endpoint cannot do now is a conflict with its state; too much at once is too many requests. */
function refusalOf(error: CallError): Refusal {
  switch (error.code) {
    case 'unknown-endpoint':
      return { ...error, status: 404, hint: 'GET /api/endpoints lists them.' }
    case 'too-many-drills':
      return { ...error, status: 429, headers: { 'Retry-After': '10' } }
    default:
      return { ...error, status: 409 }
  }
}
