import { cutTimelineWords, longestTimeline } from '../../shared/limits.ts'
import type { IncidentDetail, IncidentEvidence } from '../../shared/screens.ts'
import { span } from '../../shared/span.ts'
import type { IncidentKind, IncidentView } from '../../shared/view.ts'
import { fenced, inline, quoted, table } from './markdown-text.ts'

export interface Report {
  /** Epoch ms. */
  readonly from: number
  readonly to: number
  /** Newest first. */
  readonly details: readonly IncidentDetail[]
  /** There are older ones in the span, which are left out. */
  readonly more: boolean
}

interface Wording {
  /** The heading of one. */
  readonly one: string
  /** In a count. */
  readonly many: string
}

const wordings: Readonly<Record<IncidentKind, Wording>> = {
  outage: { one: 'Outage', many: 'outages' },
  replay: { one: 'Replay that was not complete', many: 'replays that were not complete' },
  'local-network': { one: "This machine's network", many: "faults of this machine's network" },
  asleep: { one: 'Nobody was looking', many: 'times when nobody was looking' },
}

/** A report for people: a summary, then a section for each incident. What others wrote in it is never markup. */
export function incidentsMarkdown({ from, to, details, more }: Report): string {
  const incidents = details.map(({ incident }) => incident)
  const blocks = [
    '# Incidents',
    `From ${second(from)} to ${second(to)}. ${summary(incidents)}${more ? ' Older ones are left out.' : ''}`,
    'Times are in UTC. Secrets are struck out: `***` stands for them.',
    ...(incidents.length === 0 ? [] : [overview(details)]),
    ...details.flatMap(section),
  ]
  return `${blocks.join('\n\n')}\n`
}

function summary(incidents: readonly IncidentView[]): string {
  if (incidents.length === 0) return 'There was no incident.'
  const counts = Object.entries(wordings).flatMap(([kind, { many }]) => {
    const count = incidents.filter((incident) => incident.kind === kind).length
    return count === 0 ? [] : [`${many}: ${count}`]
  })
  const open = incidents.filter(({ end }) => end === null).length
  const total = incidents.length === 1 ? '1 incident' : `${incidents.length} incidents`
  return `${total} (${counts.join(', ')}); ${open === 0 ? 'none lasts any more' : `still lasting: ${open}`}.`
}

function overview(details: readonly IncidentDetail[]): string {
  return table(
    ['No.', 'Begin', 'Duration', 'What', 'Endpoints', 'Cause'],
    details.map((detail, index) => {
      const { incident } = detail
      const { start, kind, cause } = incident
      return [
        String(index + 1),
        second(start),
        lasted(incident),
        wordings[kind].one,
        names(detail).join(', '),
        cause,
      ]
    }),
  )
}

function section(detail: IncidentDetail, index: number): readonly string[] {
  const { incident, timeline, evidence } = detail
  return [
    `## ${index + 1}. ${wordings[incident.kind].one}: ${inline(few(names(detail)))}`,
    facts(detail).join('\n'),
    ...(incident.notes.trim() === '' ? [] : ['### Notes', quoted(incident.notes)]),
    ...(timeline.length === 0 ? [] : ['### Timeline', timelineTable(detail)]),
    ...(timeline.length < longestTimeline ? [] : [cutTimelineWords]),
    ...evidence.flatMap(evidenceBlocks),
  ]
}

function facts(detail: IncidentDetail): readonly string[] {
  const { id, start, end, cause, flapping, acknowledgedAt } = detail.incident
  return [
    `- Begin: ${second(start)}`,
    `- End: ${end === null ? 'it still lasts' : second(end)}`,
    `- Duration: ${lasted(detail.incident)}`,
    `- Cause: ${inline(cause)}`,
    ...(flapping ? ['- Flapping: more than three outages within ten minutes, counted as one'] : []),
    `- Endpoints: ${inline(names(detail).join(', '))}`,
    `- Acknowledged: ${acknowledgedAt === null ? 'no' : second(acknowledgedAt)}`,
    `- Id: ${inline(id)}`,
  ]
}

function timelineTable(detail: IncidentDetail): string {
  const nameOf = namesById(detail)
  return table(
    ['Time', 'Endpoint', 'State', 'Why'],
    detail.timeline.map(({ at, endpoint, phase, health, reason }) => [
      moment(at),
      nameOf(endpoint),
      health === null ? phase : `${phase}, ${health}`,
      reason,
    ]),
  )
}

function evidenceBlocks(evidence: IncidentEvidence): readonly string[] {
  const { name, url, status, remoteAddress, lastEventId, attempts, curl } = evidence
  return [
    `### ${inline(name)}`,
    [
      `- URL: ${inline(url)}`,
      `- Status: ${status ?? 'no answer'}`,
      `- Address: ${inline(remoteAddress ?? 'unknown')}`,
      `- Last-Event-ID: ${lastEventId === null ? 'none' : inline(lastEventId)}`,
    ].join('\n'),
    ...headersBlock('Request headers', evidence.requestHeaders),
    ...headersBlock('Response headers', evidence.responseHeaders),
    ...(attempts.length === 0 ? [] : ['Attempts:', attemptsTable(attempts)]),
    'The same request:',
    fenced(curl, 'sh'),
  ]
}

function headersBlock(title: string, headers: Readonly<Record<string, string>>): readonly string[] {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return lines.length === 0 ? [] : [`${title}:`, fenced(lines.join('\n'), 'http')]
}

function attemptsTable(attempts: IncidentEvidence['attempts']): string {
  return table(
    ['Time', 'Attempt', 'Result', 'Status', 'Address', 'Trace id', 'Took'],
    attempts.map(({ at, attempt, result, status, address, traceId, durationMs }) => [
      moment(at),
      String(attempt),
      result,
      String(status ?? ''),
      address ?? '',
      traceId ?? '',
      `${durationMs} ms`,
    ]),
  )
}

/** As the endpoints were called then; by their ids where nothing tells. */
function names(detail: IncidentDetail): readonly string[] {
  return detail.incident.endpoints.map(namesById(detail))
}

function namesById({ evidence }: IncidentDetail): (id: string) => string {
  const known = new Map(evidence.map(({ endpoint, name }) => [endpoint, name]))
  return (id) => known.get(id) ?? id
}

function few(all: readonly string[]): string {
  return all.length > 3 ? `${all.slice(0, 3).join(', ')} and ${all.length - 3} more` : all.join(', ')
}

function lasted({ durationMs, end }: IncidentView): string {
  return end === null ? `${span(durationMs)} so far` : span(durationMs)
}

/** `2026-11-20 12:00:00.120`. */
function moment(at: string | number): string {
  return new Date(at).toISOString().replace('T', ' ').replace('Z', '')
}

function second(at: string | number): string {
  return moment(at).slice(0, 19)
}
