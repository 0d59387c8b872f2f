import { expect, it } from 'vitest'
import { createKnownIncidents } from '../../../../../src/main/history/known-incidents.ts'
import { createIncidentBook } from '../../../../../src/main/monitor/incidents/book.ts'
import { incidentHandlers } from '../../../../../src/main/rpc/handlers/incidents.ts'
import { createNoticeBoard } from '../../../../../src/main/rpc/sources.ts'
import { createClient } from '../../../../../src/shared/rpc/client.ts'
import { serveContract } from '../../../../../src/shared/rpc/server.ts'
import { fakeContract } from '../../../../helpers/contract.ts'
import { fakeFleet } from '../../../../helpers/fake-fleet.ts'
import { found, incidentBegin } from '../../../../helpers/incidents.ts'
import { memoryPair } from '../../../../helpers/memory-wire.ts'
import { viewOf } from '../../../../helpers/views.ts'

const wall = (): number => incidentBegin + 600_000
const span = { from: incidentBegin - 1000, to: incidentBegin + 1000 }

/** The contract's client on a book. */
function asked() {
  const book = createIncidentBook()
  const fleet = fakeFleet(viewOf('orders'))
  const incidents = createKnownIncidents({ book, fleet, past: null, wall })
  const { client, server } = memoryPair()
  serveContract(server, {
    ...fakeContract({
      fleet,
      notices: createNoticeBoard(),
      info: () => {
        throw new Error('Nobody asks for it.')
      },
      others: incidentHandlers({ incidents, wall }),
    }),
    after: () => () => undefined,
    report: (error) => {
      throw error
    },
  })
  return { book, call: createClient(client).call }
}

it('lists, notes, acknowledges and shows', async () => {
  const { book, call } = asked()
  book.put(found({ end: null }))
  expect(await call('incidents.list', { ...span, kinds: ['outage'], limit: 10 })).toMatchObject({
    ok: true,
    value: { incidents: [{ id: 'outage-orders-1', end: null, durationMs: 600_000, notes: '' }], more: false },
  })
  const notes = 'First line.\nSecond line.'
  expect(await call('incidents.note', { id: 'outage-orders-1', notes })).toMatchObject({ value: { notes } })
  expect(
    await call('incidents.acknowledge', { ids: ['outage-orders-1', 'nowhere'], acknowledged: true }),
  ).toMatchObject({
    ok: true,
    value: [{ id: 'outage-orders-1', acknowledgedAt: new Date(wall()).toISOString() }],
  })
  expect(await call('incidents.detail', { id: 'outage-orders-1' })).toMatchObject({
    ok: true,
    value: { incident: { notes }, evidence: [{ endpoint: 'orders' }] },
  })
})

it('says which incident there is not', async () => {
  const { call } = asked()
  const unknown = {
    ok: false,
    error: { code: 'unknown-incident', message: 'No incident has the id "nowhere".' },
  }
  expect(await call('incidents.detail', { id: 'nowhere' })).toMatchObject(unknown)
  expect(await call('incidents.note', { id: 'nowhere', notes: '' })).toMatchObject(unknown)
})

it('refuses a note that is too long, and more than a thousand at once', async () => {
  const { call } = asked()
  const refused = { ok: false, error: { code: 'bad-input' } }
  expect(await call('incidents.note', { id: 'x', notes: 'x'.repeat(10_001) })).toMatchObject(refused)
  expect(await call('incidents.list', { ...span, kinds: [], limit: 1001 })).toMatchObject(refused)
})

it('exports all of the span, or those that are named, newest first', async () => {
  const { book, call } = asked()
  book.put(found({ id: 'first' }))
  book.put(found({ id: 'second', start: incidentBegin + 500 }))
  book.put(found({ id: 'elsewhere', start: incidentBegin + 5000 }))
  const all = await call('incidents.export', { ...span, ids: null, format: 'json' })
  if (!all.ok) throw new Error(all.error.message)
  expect(all.value.name).toBe('heartline-incidents-2026-11-20-to-2026-11-20.json')
  expect(JSON.parse(all.value.text)).toMatchObject([{ id: 'second' }, { id: 'first' }])
  const named = await call('incidents.export', {
    ...span,
    ids: ['first', 'elsewhere', 'nowhere'],
    format: 'csv',
  })
  if (!named.ok) throw new Error(named.error.message)
  expect(named.value.text.split('\r\n').map((line) => line.split(',')[0])).toEqual([
    'id',
    'elsewhere',
    'first',
    '',
  ])
  const report = await call('incidents.export', { ...span, ids: ['first'], format: 'markdown' })
  if (!report.ok) throw new Error(report.error.message)
  expect(report.value).toMatchObject({
    name: 'heartline-incidents-2026-11-20-to-2026-11-20.md',
    text: expect.stringContaining('### Timeline'),
  })
})
