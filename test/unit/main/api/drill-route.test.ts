import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { mountRoutes } from '../../../../src/main/api/routes.ts'
import type { CallResult } from '../../../../src/shared/contract.ts'
import type { DrillView } from '../../../../src/shared/view.ts'
import { fakeRoutes } from '../../../helpers/contract.ts'
import { fakeFleet } from '../../../helpers/fake-fleet.ts'
import { breaches, type OpenApiDocument } from '../../../helpers/openapi.ts'

const graded: DrillView = {
  endpoint: 'orders',
  at: '2026-11-20T12:00:00.000Z',
  from: '1200',
  verdict: 'truncated',
  evidence: '1 event of the 4 that are known to follow did not come back.',
  expected: 4,
  returned: 3,
  missing: ['1203'],
  doubled: 0,
  outOfOrder: 0,
  received: 3,
  status: 200,
  firstEventMs: 12,
  durationMs: 2012,
  failure: null,
}

function api(result: CallResult<DrillView> = { ok: true, value: graded }) {
  const asked: (readonly [string, string | null])[] = []
  const drills = {
    drill: async (id: string, from: string | null) => {
      asked.push([id, from])
      return result
    },
  }
  const app = new Hono()
  mountRoutes(app, fakeRoutes(fakeFleet(), Date.now, { drills }))
  const post = async (body?: string) => {
    const answer = await app.request('/api/endpoints/orders/drill', { method: 'POST', ...(body && { body }) })
    return { status: answer.status, json: (await answer.json()) as never }
  }
  const document = async () => (await (await app.request('/api/openapi.json')).json()) as OpenApiDocument
  return { asked, post, document }
}

describe('POST /api/endpoints/ID/drill', () => {
  it('answers 200 with the grade, as the document says', async () => {
    const { asked, post, document } = api()
    expect(await post()).toEqual({ status: 200, json: graded })
    expect(asked).toEqual([['orders', null]])
    expect(
      breaches(await document(), '/api/endpoints/{id}/drill', 'post', { status: 200, json: graded }),
    ).toEqual([])
  })

  it('sends the id that the body names', async () => {
    const { asked, post } = api()
    await post('{"from": "1100"}')
    expect(asked).toEqual([['orders', '1100']])
  })

  it.each([
    ['no JSON', '{from: 1100}', 400, 'bad-body'],
    ['a number', '{"from": 1100}', 400, 'bad-body'],
    ['an empty id', '{"from": ""}', 400, 'bad-body'],
    ['an unknown key', '{"form": "1100"}', 400, 'bad-body'],
    ['an array', '[]', 400, 'bad-body'],
    ['an id that is too long', JSON.stringify({ from: 'x'.repeat(4097) }), 400, 'bad-body'],
    ['too much', JSON.stringify({ from: 'x'.repeat(9000) }), 413, 'body-too-large'],
  ])('refuses %s, and drills nothing', async (_, body, status, code) => {
    const { asked, post } = api()
    expect(await post(body)).toMatchObject({ status, json: { error: { code } } })
    expect(asked).toEqual([])
  })

  it.each([
    ['unknown-endpoint', 404],
    ['drill-without-ids', 409],
    ['drill-under-way', 409],
    ['too-many-drills', 429],
  ])('answers %s with %s', async (code, status) => {
    const { post } = api({ ok: false, error: { code, message: 'No.', hint: 'Wait.' } })
    expect(await post()).toMatchObject({ status, json: { error: { code, message: 'No.' } } })
  })
})
