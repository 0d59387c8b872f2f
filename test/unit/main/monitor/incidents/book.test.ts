import { describe, expect, it } from 'vitest'
import { createIncidentBook } from '../../../../../src/main/monitor/incidents/book.ts'
import { evidence, found, incidentBegin, incidentRecord } from '../../../../helpers/incidents.ts'

const ids = (records: readonly { readonly id: string }[]): string[] => records.map(({ id }) => id)

describe('an incident book', () => {
  it('lists the newest first, and counts what lasts and what nobody acknowledged', () => {
    const book = createIncidentBook()
    book.put(found({ id: 'first' }))
    book.put(found({ id: 'newest', start: incidentBegin + 2, end: null }))
    book.put(found({ id: 'between', start: incidentBegin + 1 }))
    expect(ids(book.newest())).toEqual(['newest', 'between', 'first'])
    book.acknowledge('first', 5, null)
    expect(book.counts()).toEqual({ open: 1, unacknowledged: 2 })
    book.acknowledge('first', null, null)
    expect(book.counts()).toEqual({ open: 1, unacknowledged: 3 })
  })

  it('keeps what people wrote while the incident goes on', () => {
    const book = createIncidentBook()
    book.put(found({ end: null }))
    book.note('outage-orders-1', 'Called the hoster.\n\nThey know.', null)
    book.acknowledge('outage-orders-1', 7, null)
    book.put(found({ cause: 'Another one.' }))
    expect(book.find('outage-orders-1')).toMatchObject({
      cause: 'Another one.',
      notes: 'Called the hoster.\n\nThey know.',
      acknowledgedAt: 7,
    })
  })

  it('gives the notes of what became a part of another one to that one', () => {
    const book = createIncidentBook()
    book.put(found({ id: 'heir' }))
    book.put(found({ id: 'part' }))
    book.note('heir', 'One.', null)
    book.note('part', 'Two.', null)
    book.withdraw('part', 'heir')
    expect(book.find('heir')?.notes).toBe('One.\n\nTwo.')
    expect(book.find('part')).toBeNull()
  })

  it('knows what was withdrawn, so that nobody brings it back from the disk', () => {
    const book = createIncidentBook()
    book.put(found())
    book.drain()
    book.withdraw('outage-orders-1')
    expect(book.drain()).toEqual({ put: [], withdrawn: ['outage-orders-1'] })
    expect(book.knows('outage-orders-1')).toBe(true)
    expect(book.note('outage-orders-1', 'Too late.', incidentRecord())).toBeNull()
    expect(book.knows('another')).toBe(false)
    book.put(found())
    expect(book.find('outage-orders-1')).not.toBeNull()
    expect(book.drain()).toMatchObject({ put: [{ id: 'outage-orders-1' }], withdrawn: [] })
  })

  it('tells each change once to who writes it down', () => {
    const book = createIncidentBook()
    book.put(found({ end: null }))
    book.put(found())
    expect(book.drain().put).toMatchObject([{ id: 'outage-orders-1', end: incidentBegin + 120_000 }])
    expect(book.drain()).toEqual({ put: [], withdrawn: [] })
    book.note('outage-orders-1', 'A note.', null)
    expect(ids(book.drain().put)).toEqual(['outage-orders-1'])
  })

  it('takes a note on what it does not hold any more', () => {
    const book = createIncidentBook()
    const noted = book.note('long-ago', 'Found out why.', incidentRecord({ id: 'long-ago' }))
    expect(noted).toMatchObject({ id: 'long-ago', notes: 'Found out why.' })
    expect(ids(book.drain().put)).toEqual(['long-ago'])
    expect(book.note('nowhere', 'Nobody reads it.', null)).toBeNull()
  })

  it('goes on after a restart: what was left open ends with the last record', () => {
    const book = createIncidentBook()
    book.put(found({ id: 'now', start: incidentBegin + 500, end: null }))
    const left = incidentRecord({ id: 'left', end: null, notes: 'Who knows.' })
    book.load([left, incidentRecord({ id: 'over' })], incidentBegin + 100)
    expect(ids(book.newest())).toEqual(['now', 'left', 'over'])
    expect(book.find('left')).toEqual({ ...left, end: incidentBegin + 100 })
    expect(ids(book.drain().put)).toEqual(['now', 'left'])
  })

  it('lets the oldest go first, of those from earlier runs as well', () => {
    const book = createIncidentBook()
    const earlier = Array.from({ length: 900 }, (_, age) =>
      incidentRecord({ id: `earlier-${age}`, start: incidentBegin - age, end: incidentBegin }),
    )
    book.load(earlier, incidentBegin)
    for (let count = 0; count < 200; count++) book.put(found({ id: `now-${count}` }))
    book.drain()
    expect(book.find('earlier-0')).not.toBeNull()
    expect(book.find('earlier-899')).toBeNull()
  })

  it('ends nothing before it began', () => {
    const book = createIncidentBook()
    book.load([incidentRecord({ end: null })], incidentBegin - 1000)
    expect(book.find('outage-orders-1')?.end).toBe(incidentBegin)
  })

  it('holds a bounded number, whether or not anybody drains it; those that last are held all', () => {
    const book = createIncidentBook()
    book.put(found({ id: 'lasts', end: null }))
    for (let count = 0; count < 3000; count++)
      book.put(found({ id: `o${count}`, start: incidentBegin + count }))
    expect(book.newest()).toHaveLength(2000)
    book.drain()
    expect(book.newest()).toHaveLength(1000)
    expect(book.find('lasts')).not.toBeNull()
    expect(book.newest()[0]?.id).toBe('o2999')
  })

  it('holds a bounded amount of evidence for each', () => {
    const book = createIncidentBook()
    const large = { ...evidence, responseHeaders: { 'x-large': 'x'.repeat(60_000) } }
    book.put(found({ evidence: Array.from({ length: 10 }, () => large) }))
    expect(book.find('outage-orders-1')?.evidence).toHaveLength(4)
  })

  it('tells of every change at once', () => {
    const book = createIncidentBook()
    let told = 0
    const stop = book.onChange(() => told++)
    book.put(found())
    book.note('outage-orders-1', 'A note.', null)
    book.withdraw('outage-orders-1')
    book.load([incidentRecord({ id: 'earlier' })], 0)
    expect(told).toBe(4)
    stop()
    book.put(found())
    expect(told).toBe(4)
  })
})
