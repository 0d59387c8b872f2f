import * as z from 'zod'
import { maxPoints, mostIncidents } from '../../shared/limits.ts'
import { drillBody } from './drill-route.ts'
import { drill, endpointDetail, endpointView, error, failure, history, incident } from './schemas.ts'

type Json = Readonly<Record<string, unknown>>

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })
const json = (description: string, schema: Json): Json => ({
  description,
  content: { 'application/json': { schema } },
})
const refused = (description: string): Json => json(description, ref('Error'))

const idParameter: Json = {
  name: 'id',
  in: 'path',
  required: true,
  description: "The endpoint's id, as the configuration has it",
  schema: { type: 'string' },
}

function query(name: string, description: string, schema: Json, required = false): Json {
  return { name, in: 'query', required, description, schema }
}

/** Every operation can be refused so (answers are added to its own). */
const always: Json = {
  401: refused('Neither token nor cookie'),
  403: refused('A name in Host or a page in Origin that is not allowed'),
  500: refused("A fault of Heartline's own"),
}
const unknownId: Json = { 404: refused('No endpoint has this id') }

function command(name: string, summary: string): Json {
  return {
    parameters: [idParameter],
    post: {
      operationId: name,
      summary,
      responses: { 202: json('The view afterwards', ref('EndpointView')), ...unknownId, ...always },
    },
  }
}

const paths: Json = {
  '/api/endpoints': {
    get: {
      operationId: 'listEndpoints',
      summary: 'Every endpoint, in the order of the configuration',
      responses: { 200: json('The views', { type: 'array', items: ref('EndpointView') }), ...always },
    },
  },
  '/api/endpoints/{id}': {
    parameters: [idParameter],
    get: {
      operationId: 'getEndpoint',
      summary: 'One endpoint, with facts, attempts and the newest events',
      responses: { 200: json('The view', ref('EndpointDetail')), ...unknownId, ...always },
    },
  },
  '/api/endpoints/{id}/retry': command('retryEndpoint', 'Connect now'),
  '/api/endpoints/{id}/stop': command('stopEndpoint', 'Watch it no longer; outlives a restart'),
  '/api/endpoints/{id}/start': command('startEndpoint', 'Watch it again'),
  '/api/endpoints/{id}/drill': {
    parameters: [idParameter],
    post: {
      operationId: 'drillEndpoint',
      summary: 'Connect once beside the stream, from a known id, and grade the replay; nothing is counted',
      requestBody: { required: false, content: { 'application/json': { schema: ref('DrillBody') } } },
      responses: {
        200: json('The grade', ref('Drill')),
        400: refused('A body that is not to be understood'),
        409: refused('No id is known, the endpoint does not resume, or a drill of it is under way'),
        413: refused('A body over 8 KB'),
        429: refused('Too many drills at once'),
        ...unknownId,
        ...always,
      },
    },
  },
  '/api/retry-failed': {
    post: {
      operationId: 'retryFailed',
      summary: 'Connect every failed endpoint now',
      responses: {
        202: json('The ids retried', { type: 'array', items: { type: 'string' } }),
        ...always,
      },
    },
  },
  '/api/history': {
    get: {
      operationId: 'getHistory',
      summary: 'Series of one endpoint: attempts, latency, replay verdicts, time in each phase',
      parameters: [
        query('endpoint', "The endpoint's id", { type: 'string' }, true),
        query('from', 'ISO 8601 with a zone; an hour before the end where left out', { type: 'string' }),
        query('to', 'ISO 8601 with a zone; now where left out', { type: 'string' }),
        query('points', 'At most so many steps', {
          type: 'integer',
          minimum: 1,
          maximum: maxPoints,
          default: 360,
        }),
      ],
      responses: {
        200: json('The series', ref('History')),
        400: refused('A value that is not to be understood'),
        ...unknownId,
        ...always,
      },
    },
  },
  '/api/incidents': {
    get: {
      operationId: 'listIncidents',
      summary: `Outages, lost replays, faults of this machine's network and its sleep: newest first, at most ${mostIncidents}`,
      parameters: [
        query('from', 'ISO 8601 with a zone; 30 days before the end where left out', { type: 'string' }),
        query('to', 'ISO 8601 with a zone; now where left out', { type: 'string' }),
      ],
      responses: {
        200: json('Those that lasted into the span or began in it', {
          type: 'array',
          items: ref('Incident'),
          maxItems: mostIncidents,
        }),
        400: refused('A value that is not to be understood'),
        ...always,
      },
    },
  },
  '/api/openapi.json': {
    get: {
      operationId: 'getDocument',
      summary: 'This document',
      responses: { 200: json('OpenAPI 3.1', { type: 'object' }), ...always },
    },
  },
  '/metrics': {
    get: {
      operationId: 'getMetrics',
      summary: 'Prometheus text',
      responses: {
        200: { description: 'Metrics', content: { 'text/plain': { schema: { type: 'string' } } } },
        ...always,
      },
    },
  },
}

function componentSchemas(): Json {
  const registry = z.registry<{ id: string }>()
  registry.add(failure, { id: 'Failure' })
  registry.add(endpointView, { id: 'EndpointView' })
  registry.add(endpointDetail, { id: 'EndpointDetail' })
  registry.add(history, { id: 'History' })
  registry.add(incident, { id: 'Incident' })
  registry.add(drill, { id: 'Drill' })
  registry.add(drillBody, { id: 'DrillBody' })
  registry.add(error, { id: 'Error' })
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}` })
  const entries = Object.entries(schemas).map(([name, { $id, $schema, ...schema }]) => [name, schema])
  return Object.fromEntries(entries)
}

/** The local API as an OpenAPI 3.1 document, for the version of Heartline that serves it. */
export function openApiDocument(version: string): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Heartline',
      version,
      description:
        'What Heartline knows of its endpoints. Times are ISO 8601 in UTC, latencies milliseconds.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'heartline-PORT',
          description: 'Set by opening the address with ?token=',
        },
      },
    },
  }
}
