import { describe, expect, it } from 'vitest'
import { parseHistoryQuery } from '../../../../src/main/api/history-query.ts'

const now = Date.UTC(2026, 10, 20, 12)
const hour = 3_600_000

describe('the query of /api/history', () => {
  it.each([
    [{}, { from: now - hour, to: now, points: 360 }],
    [{ points: '60' }, { from: now - hour, to: now, points: 60 }],
    [{ to: '2026-11-20T11:00:00Z' }, { from: now - 2 * hour, to: now - hour, points: 360 }],
    [{ from: '2026-11-20T11:30:00.500Z' }, { from: now - hour / 2 + 500, to: now, points: 360 }],
    [{ from: '2026-11-20T12:00:00+01:00' }, { from: now - hour, to: now, points: 360 }],
    [{ from: '2026-11-20T12:00:00 01:00' }, { from: now - hour, to: now, points: 360 }],
    [{ from: '2026-11-20' }, { from: now - 12 * hour, to: now, points: 360 }],
  ])('%j', (query, range) => {
    expect(parseHistoryQuery({ endpoint: 'a', ...query }, now)).toEqual({
      ok: true,
      value: { endpoint: 'a', range },
    })
  })

  it.each([
    [{ endpoint: '' }, 'endpoint is missing.'],
    [{ from: 'yesterday' }, 'from is not a time in ISO 8601 with its zone.'],
    [{ from: '2026-11-20T11:00:00' }, 'from is not a time in ISO 8601 with its zone.'],
    [{ to: '1763640000' }, 'to is not a time in ISO 8601 with its zone.'],
    [{ to: '2026-02-30T00:00:00Z' }, 'to is not a time in ISO 8601 with its zone.'],
    [{ from: '2026-11-20T12:00:00Z' }, 'from is not before to.'],
    [{ from: '2026-11-20T11:00:00Z', to: '2026-11-20T10:00:00Z' }, 'from is not before to.'],
    [{ points: '0' }, 'points is not a whole number from 1 to 2000.'],
    [{ points: '2001' }, 'points is not a whole number from 1 to 2000.'],
    [{ points: '1.5' }, 'points is not a whole number from 1 to 2000.'],
    [{ points: '' }, 'points is not a whole number from 1 to 2000.'],
    [{ points: '-3' }, 'points is not a whole number from 1 to 2000.'],
  ])('refuses %j: %s', (query, message) => {
    expect(parseHistoryQuery({ endpoint: 'a', ...query }, now)).toMatchObject({
      ok: false,
      refusal: { status: 400, code: 'bad-query', message },
    })
  })
})
