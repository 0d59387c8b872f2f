import { expect, test } from 'vitest'
import { createKnownIncidents } from '../../../src/main/history/known-incidents.ts'
import { incidentHandlers } from '../../../src/main/rpc/handlers/incidents.ts'
import { type Engine, engine } from '../../helpers/engine.ts'
import { answer, brief, hostileServer, inTurn, stream } from '../../helpers/hostile-server.ts'

/** Everywhere that a server can repeat what was sent to it in confidence. */

const env = {
  HEARTLINE_SECRET_ORDERS_TOKEN: 'tok-4711-secret',
  TENANT_KEY: 'tenant/key value',
}
/** Put together, so that nobody takes it for a template. */
const bearer = 'Bearer $' + '{secret:orders-token}'
const written = 'written-out-secret'
const all = [...Object.values(env), encodeURIComponent(env.TENANT_KEY), written]

/** What leaves the monitor of its incidents, as text. */
async function texts(it: Engine): Promise<Readonly<Record<string, string>>> {
  const ports = { book: it.incidents, fleet: it.fleet, past: null, wall: it.clock.wall }
  const handlers = incidentHandlers({ incidents: createKnownIncidents(ports), wall: it.clock.wall })
  const span = { from: 0, to: it.clock.wall() + 1000 }
  const exported = async (format: 'csv' | 'json' | 'markdown'): Promise<string> => {
    const result = await handlers['incidents.export']({ ...span, ids: null, format })
    if (!result.ok) throw new Error(result.error.message)
    return result.value.text
  }
  const ids = it.incidents.newest().map(({ id }) => id)
  const details = await Promise.all(ids.map((id) => handlers['incidents.detail']({ id })))
  return {
    kept: JSON.stringify(it.incidents.newest()),
    details: JSON.stringify(details),
    list: JSON.stringify(await handlers['incidents.list']({ ...span, kinds: [], limit: 100 })),
    csv: await exported('csv'),
    json: await exported('json'),
    markdown: await exported('markdown'),
  }
}

test('no secret that a server repeats leaves with an incident', async () => {
  const repeated = all.join(' ')
  const server = await hostileServer({
    '/': inTurn(
      brief(`id: ${env.TENANT_KEY}\ndata: x\n\n`, `event: error\ndata: {"message":"no: ${repeated}"}\n\n`),
      answer(503, {
        'X-You-Sent': repeated,
        'X-Trace-ID': env.HEARTLINE_SECRET_ORDERS_TOKEN,
        Location: `http://user:${written}@elsewhere.example/?token=${written}`,
        'Set-Cookie': 'session=abc',
      }),
      stream(),
    ),
  })
  const it = engine(
    {
      url: `${server.url('/')}?api_key=\${env:TENANT_KEY}&signature=${written}&region=eu`,
      headers: {
        Authorization: bearer,
        'X-Own': '$' + '{env:TENANT_KEY}',
        'X-Plain': 'shown',
      },
      snapshotUrl: `${server.url('/')}state?key=\${secret:orders-token}`,
      errors: { events: ['error'], retryable: null },
      retry: { base: '10s', cap: '20s' },
    },
    { env },
  )
  const refused = await it.until(({ failure }) => failure?.kind === 'told-error')
  expect(refused.failure?.message).toBe('The server told of an error: no: *** *** *** ***')
  await it.hurry()
  await it.until(({ failure }) => failure?.status === 503)
  const open = await texts(it)
  await it.hurry()
  await it.phase('live')
  const over = await texts(it)
  for (const [name, text] of [...Object.entries(open), ...Object.entries(over)])
    for (const secret of all) expect(text, name).not.toContain(secret)
  const [evidence] = it.incidents.newest()[0]?.evidence ?? []
  expect(evidence).toMatchObject({
    url: `${server.url('/')}?api_key=***&signature=***&region=eu`,
    requestHeaders: { Authorization: '***', 'X-Own': '***', 'X-Plain': 'shown', 'Last-Event-ID': '***' },
    status: 503,
    responseHeaders: { 'set-cookie': '***', 'x-trace-id': '***' },
    lastEventId: '***',
    attempts: [{ traceId: '***' }, {}],
  })
  expect(evidence?.curl).toContain("-H 'Authorization: ***'")
  expect(it.incidents.newest()[0]?.cause).toBe('The server told of an error: no: *** *** *** ***')
})

test('notes are as they were written', async () => {
  const server = await hostileServer({ '/': answer(503) })
  const it = engine({ url: server.url('/'), headers: { Authorization: bearer } }, { env })
  await it.until(({ failure }) => failure !== null)
  const [incident] = it.incidents.newest()
  const notes = `The token ${env.HEARTLINE_SECRET_ORDERS_TOKEN} is out of date.\n=2+2`
  it.incidents.note(incident?.id ?? '', notes, null)
  const { json, details } = await texts(it)
  expect(JSON.parse(json ?? '')).toMatchObject([{ notes }])
  expect(details).toContain(JSON.stringify(notes))
})

test('a secret that is missing is named, not made up', async () => {
  const it = engine({
    url: 'http://127.0.0.1:9/',
    headers: { Authorization: bearer },
  })
  await it.phase('failed')
  const [incident] = it.incidents.newest()
  expect(incident?.cause).toContain('There is no secret named orders-token.')
  expect(incident?.evidence).toMatchObject([
    { requestHeaders: { Authorization: '***' }, responseHeaders: {}, status: null, attempts: [] },
  ])
})
