import type { Context, Hono } from 'hono'
import { mostIncidents } from '../../shared/limits.ts'
import type { EndpointView } from '../../shared/view.ts'
import type { Drills } from '../drill/drills.ts'
import { latencyBoundsMs, prometheusText, prometheusType } from '../export/prometheus.ts'
import type { Charts } from '../history/charts.ts'
import type { KnownIncidents } from '../history/known-incidents.ts'
import { incidentView } from '../monitor/incidents/view.ts'
import type { Fleet } from '../monitor/types.ts'
import { jsonAnswer, methodRefused, refusalAnswer, textAnswer } from './answers.ts'
import { type Body, readBody } from './body.ts'
import { drillAnswer } from './drill-route.ts'
import { parseHistoryQuery } from './history-query.ts'
import { parseSpan } from './query.ts'
import { unknownEndpoint } from './refusals.ts'

/** What the API's answers are made of. */
export interface ApiOptions {
  readonly fleet: Fleet
  readonly charts: Charts
  readonly incidents: Pick<KnownIncidents, 'list'>
  readonly drills: Pick<Drills, 'drill'>
  /** Epoch milliseconds. */
  readonly wall: () => number
  /** Heartline's version, for the document. */
  readonly version: string
}

/** 30 days, where the query does not say it. */
const incidentsSpanMs = 30 * 86_400_000

export interface Route {
  readonly method: 'get' | 'post'
  /** As OpenAPI writes it: `/api/endpoints/{id}`. */
  readonly path: string
  /** `body` reads what was sent, when it is called. */
  answer(
    query: Readonly<Record<string, string>>,
    id: string,
    body: () => Promise<Body>,
  ): Response | Promise<Response>
}

/** The local API, route by route (7-interfaces.md, "Local API" and "Metrics"). */
export function apiRoutes({ fleet, charts, drills, incidents, wall, version }: ApiOptions): readonly Route[] {
  const command = (name: 'retry' | 'stop' | 'start'): Route => ({
    method: 'post',
    path: `/api/endpoints/{id}/${name}`,
    answer: (_, id) => viewAnswer(id, fleet[name](id), 202),
  })
  return [
    { method: 'get', path: '/api/endpoints', answer: () => jsonAnswer(fleet.views()) },
    { method: 'get', path: '/api/endpoints/{id}', answer: (_, id) => viewAnswer(id, fleet.detail(id), 200) },
    command('retry'),
    command('stop'),
    command('start'),
    {
      method: 'post',
      path: '/api/endpoints/{id}/drill',
      answer: async (_, id, body) => drillAnswer(drills, id, await body()),
    },
    { method: 'post', path: '/api/retry-failed', answer: () => jsonAnswer(fleet.retryFailed(), 202) },
    { method: 'get', path: '/api/history', answer: (query) => historyAnswer(charts, query, wall()) },
    { method: 'get', path: '/api/incidents', answer: (query) => incidentsAnswer(incidents, query, wall()) },
    {
      method: 'get',
      path: '/api/openapi.json',
      async answer() {
        // Loaded when asked for: the schemas are not needed to start.
        const { openApiDocument } = await import('./openapi.ts')
        return jsonAnswer(openApiDocument(version))
      },
    },
    {
      method: 'get',
      path: '/metrics',
      answer: () => textAnswer(prometheusText(fleet.figures(latencyBoundsMs)), prometheusType),
    },
  ]
}

/** Puts the routes into the router; another method on the same path is answered 405. */
export function mountRoutes(app: Hono, routes: readonly Route[]): void {
  const paths = Map.groupBy(routes, (route) => route.path.replace('{id}', ':id'))
  for (const [path, same] of paths) {
    for (const route of same) app.on(route.method.toUpperCase(), path, (context) => carryOut(route, context))
    const allow = same.map((route) => (route.method === 'get' ? 'GET, HEAD' : 'POST')).join(', ')
    app.all(path, () => refusalAnswer(methodRefused(allow)))
  }
}

function carryOut(route: Route, context: Context): Response | Promise<Response> {
  return route.answer(context.req.query(), context.req.param('id') ?? '', () => readBody(context))
}

function viewAnswer(id: string, view: EndpointView | null, status: number): Response {
  return view ? jsonAnswer(view, status) : refusalAnswer(unknownEndpoint(id))
}

async function historyAnswer(
  charts: Charts,
  query: Readonly<Record<string, string>>,
  now: number,
): Promise<Response> {
  const parsed = parseHistoryQuery(query, now)
  if (!parsed.ok) return refusalAnswer(parsed.refusal)
  const { endpoint, range } = parsed.value
  const history = await charts.history(endpoint, range)
  return history ? jsonAnswer(history) : refusalAnswer(unknownEndpoint(endpoint))
}

async function incidentsAnswer(
  incidents: ApiOptions['incidents'],
  query: Readonly<Record<string, string>>,
  now: number,
): Promise<Response> {
  const span = parseSpan(query, now, incidentsSpanMs)
  if (!span.ok) return refusalAnswer(span.refusal)
  const { records } = await incidents.list({ ...span.value, kinds: [], limit: mostIncidents })
  return jsonAnswer(records.map((record) => incidentView(record, now)))
}
