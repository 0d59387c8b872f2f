import { describe, expect, it } from 'vitest'
import { incidentsFileName, incidentsText } from '../../../../src/main/export/incidents.ts'
import type { IncidentRecord } from '../../../../src/main/monitor/incidents/types.ts'
import { incidentView } from '../../../../src/main/monitor/incidents/view.ts'
import type { IncidentDetail } from '../../../../src/shared/screens.ts'
import { evidence, incidentBegin, incidentRecord } from '../../../helpers/incidents.ts'

const hour = 3_600_000
const span = { from: incidentBegin - hour, to: incidentBegin + hour }

function detail(
  part: Partial<IncidentRecord> = {},
  timeline: IncidentDetail['timeline'] = [],
): IncidentDetail {
  const record = incidentRecord(part)
  return { incident: incidentView(record, incidentBegin + hour), timeline, evidence: record.evidence }
}

function text(format: 'csv' | 'json' | 'markdown', ...details: readonly IncidentDetail[]): string {
  return incidentsText(format, { ...span, details, more: false })
}

/** The cells of CSV as RFC 4180 has them. */
function cells(csv: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, mark] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (mark === '\r\n') rows.push([])
    if (mark === '') break
  }
  return rows.slice(0, -1)
}

describe('CSV', () => {
  it('has a header and one record for each incident', () => {
    const [titles, ...rows] = cells(
      text('csv', detail({ notes: 'Ünïcode ✓' }), detail({ id: 'b', end: null })),
    )
    expect(titles).toEqual([
      ...['id', 'kind', 'endpoints', 'names', 'start', 'end', 'durationMs', 'cause', 'flapping', 'notes'],
      ...['acknowledgedAt', 'traceIds'],
    ])
    expect(rows).toEqual([
      [
        ...['outage-orders-1', 'outage', 'orders', 'Orders', '2026-11-20T11:00:00.000Z'],
        ...[
          '2026-11-20T11:02:00.000Z',
          '120000',
          'The server answered 503 (unavailable) instead of a stream.',
        ],
        ...['false', 'Ünïcode ✓', '', 'trace-1'],
      ],
      expect.arrayContaining(['b', '', '3600000']),
    ])
  })

  it('keeps quotes, commas and line breaks within their cell', () => {
    const notes = 'She said "no",\r\nand left;\nlater.'
    expect(cells(text('csv', detail({ notes })))[1]?.[9]).toBe(notes)
    expect(cells(text('csv', detail({ notes })))).toHaveLength(2)
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\r\n=1', '＝1'])(
    'a spreadsheet takes %j for no formula',
    (notes) => {
      expect(cells(text('csv', detail({ notes })))[1]?.[9]).toBe(`'${notes}`)
    },
  )
})

describe('JSON', () => {
  it("is the API's shape with evidence", () => {
    expect(JSON.parse(text('json', detail({ notes: 'Two\nlines.' })))).toEqual([
      { ...detail({ notes: 'Two\nlines.' }).incident, evidence: [evidence] },
    ])
  })
})

describe('a Markdown report', () => {
  const timeline = [
    {
      at: '2026-11-20T11:00:01.120Z',
      endpoint: 'orders',
      phase: 'waiting',
      health: null,
      reason: 'The connection was reset.',
    },
    {
      at: '2026-11-20T11:02:00.000Z',
      endpoint: 'orders',
      phase: 'live',
      health: 'fresh',
      reason: 'The stream is open.',
    },
  ] as const

  it('tells each incident with its times, cause, notes, timeline, headers, trace ids and command', () => {
    const report = text(
      'markdown',
      detail({ notes: 'Called the hoster.', acknowledgedAt: incidentBegin }, timeline),
    )
    expect(report).toContain(
      'From 2026-11-20 10:00:00 to 2026-11-20 12:00:00. 1 incident (outages: 1); none lasts any more.',
    )
    expect(report).toContain('| 1 | 2026-11-20 11:00:00 | 2 min | Outage | Orders | The server answered 503 ')
    expect(report).toContain('## 1. Outage: Orders')
    for (const line of [
      '- Begin: 2026-11-20 11:00:00',
      '- End: 2026-11-20 11:02:00',
      '- Duration: 2 min',
      '- Acknowledged: 2026-11-20 11:00:00',
      '> Called the hoster.',
      '| 2026-11-20 11:00:01.120 | Orders | waiting | The connection was reset. |',
      '| 2026-11-20 11:02:00.000 | Orders | live, fresh | The stream is open. |',
      'Authorization: ***',
      'x-trace-id: trace-2',
      '| 2026-11-20 11:00:01.250 | 1 | http-status | 503 | 192.0.2.7:443 | trace-1 | 12.5 ms |',
    ])
      expect(report.split('\n')).toContain(line)
    expect(report).toContain(`\`\`\`sh\n${evidence.curl}\n\`\`\``)
  })

  it('says what still lasts, what is left out, and that there was nothing', () => {
    const lasting = detail({ end: null })
    expect(text('markdown', lasting)).toContain('- End: it still lasts\n- Duration: 1 h so far')
    expect(incidentsText('markdown', { ...span, details: [lasting], more: true })).toContain(
      'Older ones are left out.',
    )
    expect(text('markdown')).toContain('There was no incident.')
  })

  it('calls an endpoint by its id where no name is on record', () => {
    expect(text('markdown', detail({ evidence: [], endpoints: ['a', 'b', 'c', 'd'] }))).toContain(
      '## 1. Outage: a, b, c and 1 more',
    )
  })

  it('shows hostile text as text', () => {
    const hostile =
      '</td><script>x</script> [a](javascript:x) ![i](http://evil) `code` **b** | # h www.evil.example'
    const report = text(
      'markdown',
      detail({
        cause: `${hostile}\n# A heading`,
        notes: '# No heading\n- no list\n1. no list\n    no code\n> [no](link)\n\n```\nno fence',
        evidence: [{ ...evidence, name: hostile, curl: 'curl ```\n# nothing\n``` end' }],
      }),
    )
    // What is left without the fenced blocks and the report's own mark for secrets.
    const prose = report.replace(/^(`{3,}).*\n[\s\S]*?\n\1$/gm, '').replace('`***`', '')
    expect(prose).not.toMatch(/(?<!\\)[<[*`]/)
    expect(prose).not.toMatch(/^#+ (?!Incidents|1\. Outage|Notes|\\<)/m)
    expect(prose).not.toMatch(/https?:\/\/|www\.evil/)
    expect(report).toContain(
      '> \\# No heading\\\n> \\- no list\\\n> 1\\. no list\\\n> &nbsp;&nbsp;&nbsp;&nbsp;no code',
    )
    expect(report).toContain('````sh\ncurl ```\n# nothing\n``` end\n````')
  })

  it('shows characters that cannot be seen, or that turn the writing, by their number', () => {
    const report = text('markdown', detail({ cause: 'a\u202eb\u0007c\u200bd' }))
    expect(report).toContain('a\\\\u202eb\\\\u0007c\\\\u200bd')
  })
})

it('names the file for its days', () => {
  expect(incidentsFileName('markdown', { from: incidentBegin, to: incidentBegin + 24 * hour })).toBe(
    'heartline-incidents-2026-11-20-to-2026-11-21.md',
  )
})
