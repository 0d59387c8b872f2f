import { expect, it } from 'vitest'
import { createKnownIncidents, type IncidentPast } from '../../../../src/main/history/known-incidents.ts'
import { createIncidentBook } from '../../../../src/main/monitor/incidents/book.ts'
import { overlaps } from '../../../../src/main/monitor/incidents/span.ts'
import type { IncidentRecord } from '../../../../src/main/monitor/incidents/types.ts'
import type { TransitionRecord } from '../../../../src/main/monitor/recording.ts'
import type { Fleet } from '../../../../src/main/monitor/types.ts'
import { evidence, found, incidentBegin, incidentRecord } from '../../../helpers/incidents.ts'
import { historyOf } from '../../../helpers/views.ts'

const minute = 60_000
const span = { from: incidentBegin - 60 * minute, to: incidentBegin + 60 * minute, kinds: [], limit: 100 }

interface World {
  readonly disk?: readonly IncidentRecord[]
  readonly written?: readonly TransitionRecord[]
  /** Of the fleet's memory. */
  readonly fresh?: readonly TransitionRecord[]
  readonly evidence?: Fleet['evidence']
  /** In the place of `written`. */
  readonly transitions?: IncidentPast['transitions']
}

function world({ disk = [], written = [], fresh = [], evidence = () => null, transitions }: World = {}) {
  const book = createIncidentBook()
  const past: IncidentPast = {
    incidents: async (query) => disk.filter((record) => overlaps(record, query)).slice(0, query.limit),
    incident: async (id) => disk.find((record) => record.id === id) ?? null,
    transitions:
      transitions ??
      (async ([endpoint = ''], from, to) => [
        { endpoint, transitions: written.filter(({ at }) => at >= from && at <= to) },
      ]),
  }
  const history: Fleet['history'] = (_, { from, to }) => ({
    ...historyOf(from, to),
    transitions: fresh
      .filter(({ at }) => at >= from && at <= to)
      .map((transition) => ({ ...transition, at: new Date(transition.at).toISOString() })),
  })
  const known = createKnownIncidents({
    book,
    fleet: { history, evidence },
    past,
    wall: () => incidentBegin + 30 * minute,
  })
  return { book, known }
}

const turn = (at: number, reason: string): TransitionRecord => ({
  at,
  phase: 'waiting',
  health: null,
  reason,
})
const ids = (records: readonly { readonly id: string }[]): string[] => records.map(({ id }) => id)

it('lists book and disk as one, newest first, each once and as the book has it', async () => {
  const disk = [
    incidentRecord({ id: 'both', start: incidentBegin + 2, cause: 'As it was.' }),
    incidentRecord({ id: 'disk', start: incidentBegin + 1 }),
    incidentRecord({ id: 'withdrawn' }),
  ]
  const { book, known } = world({ disk })
  book.put(found({ id: 'book', start: incidentBegin + 3 }))
  book.put(found({ id: 'both', start: incidentBegin + 2, cause: 'As it is.' }))
  book.put(found({ id: 'withdrawn' }))
  book.withdraw('withdrawn')
  book.drain()
  const { records, more } = await known.list(span)
  expect(ids(records)).toEqual(['book', 'both', 'disk'])
  expect(records[1]?.cause).toBe('As it is.')
  expect(more).toBe(false)
  expect(await known.find('withdrawn')).toBeNull()
})

it('says that there are older ones, of the disk or of the book', async () => {
  const { book, known } = world({ disk: [incidentRecord({ id: 'old' })] })
  book.put(found({ id: 'new', start: incidentBegin + 1 }))
  expect(await known.list({ ...span, limit: 1 })).toMatchObject({ records: [{ id: 'new' }], more: true })
  expect(await known.list({ ...span, limit: 2 })).toMatchObject({ more: false })
})

it('lists those that lasted into the span, of the kinds that are asked for', async () => {
  const { book, known } = world()
  book.put(found({ id: 'before', start: span.from - 10, end: span.from - 1 }))
  book.put(found({ id: 'into', start: span.from - 10, end: span.from }))
  book.put(found({ id: 'lasts', start: span.from - 5, end: null }))
  book.put(found({ id: 'after', start: span.to + 1, end: null }))
  book.put(found({ id: 'asleep', kind: 'asleep' }))
  expect(ids((await known.list(span)).records)).toEqual(['asleep', 'lasts', 'into'])
  expect(ids((await known.list({ ...span, kinds: ['asleep'] })).records)).toEqual(['asleep'])
})

it('takes notes and acknowledgements of what only the disk holds', async () => {
  const { book, known } = world({ disk: [incidentRecord({ id: 'old' })] })
  expect(await known.note('old', 'It was the proxy.')).toMatchObject({
    id: 'old',
    notes: 'It was the proxy.',
  })
  expect(await known.acknowledge('old', true)).toMatchObject({
    notes: 'It was the proxy.',
    acknowledgedAt: incidentBegin + 30 * minute,
  })
  expect(await known.acknowledge('old', false)).toMatchObject({ acknowledgedAt: null })
  expect(book.drain().put).toMatchObject([{ id: 'old', notes: 'It was the proxy.', acknowledgedAt: null }])
  expect(await known.note('nowhere', '')).toBeNull()
})

it('tells a timeline of disk and memory together, oldest first, from a minute before to a minute after', async () => {
  const both = turn(incidentBegin, 'Both know it.')
  const { known } = world({
    written: [turn(incidentBegin - minute - 1, 'Too early.'), turn(incidentBegin - minute, 'Before.'), both],
    fresh: [both, turn(incidentBegin + 3 * minute, 'After.'), turn(incidentBegin + 4 * minute, 'Too late.')],
  })
  const { timeline } = await known.detail(incidentRecord())
  expect(timeline.map(({ reason }) => reason)).toEqual(['Before.', 'Both know it.', 'After.'])
  expect(timeline[0]).toEqual({
    at: '2026-11-20T10:59:00.000Z',
    endpoint: 'orders',
    phase: 'waiting',
    health: null,
    reason: 'Before.',
  })
})

it('looks up what is on record of one that lasts, as it is now', async () => {
  const { known } = world({ evidence: (endpoint) => ({ ...evidence, endpoint, status: 502 }) })
  expect(known.evidence(incidentRecord({ end: null }))).toMatchObject([{ endpoint: 'orders', status: 502 }])
  expect(known.evidence(incidentRecord())).toEqual([evidence])
  expect(world().known.evidence(incidentRecord({ end: null }))).toEqual([evidence])
})

it('works without a disk', async () => {
  const book = createIncidentBook()
  book.put(found())
  const fleet = { history: () => null, evidence: () => null }
  const known = createKnownIncidents({ book, fleet, past: null, wall: () => incidentBegin })
  expect(await known.list(span)).toMatchObject({ records: [{ id: 'outage-orders-1' }], more: false })
  expect(await known.detail(incidentRecord())).toMatchObject({ timeline: [], evidence: [evidence] })
  expect(await known.find('nowhere')).toBeNull()
})

it('tells how a long one began and how it ended, where the disk gives only the newest', async () => {
  const many = Array.from({ length: 700 }, (_, index) => turn(incidentBegin + index * 1000, `Turn ${index}.`))
  const disk: IncidentPast['transitions'] = async ([endpoint = ''], from, to, limit) => [
    { endpoint, transitions: many.filter(({ at }) => at >= from && at <= to).slice(-limit) },
  ]
  const { known } = world({ transitions: disk })
  const { timeline } = await known.detail(incidentRecord({ end: incidentBegin + 700_000 }))
  expect(timeline).toHaveLength(500)
  expect(timeline[0]?.reason).toBe('Turn 0.')
  expect(timeline.at(-1)?.reason).toBe('Turn 699.')
})
