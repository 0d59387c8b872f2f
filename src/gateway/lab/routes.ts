import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerJson, RequestError, readJsonObject } from '../http.ts'
import type { To } from '../hub.ts'
import type { EventLog } from '../log.ts'
import type { OutEvent } from '../wire.ts'
import type { Book, Entry } from './book.ts'
import type { Doors } from './doors.ts'
import { type FaultRequest, readOrder, requestOf } from './orders.ts'
import type { RequestCounts } from './requests.ts'
import type { Run, Script } from './script.ts'
import { readScript } from './script-reader.ts'
import { faultTable } from './table.ts'
import type { TrafficGenerator } from './traffic.ts'
import { readSend, readTraffic } from './traffic-reader.ts'

/** What the lab's HTTP routes, a script or a test can do with it. */
export interface LabParts {
  readonly book: Book
  readonly doors: Doors
  readonly requests: RequestCounts
  readonly traffic: TrafficGenerator
  /** Switches a fault on. @throws {RequestError} with a sentence where it is malformed. */
  order(request: FaultRequest): Entry
  /** Runs a script until it is stopped. */
  run(script: Script): Run
}

export interface LabRoutesOptions {
  readonly lab: LabParts
  readonly log: EventLog
  publish(to: To, event: OutEvent): Promise<number>
}

interface Ask {
  readonly request: IncomingMessage
  readonly query: URLSearchParams
}
type Answer = { readonly status: number; readonly body: unknown }
type Route = (ask: Ask) => Answer | Promise<Answer>

const ok = (body: unknown): Answer => ({ status: 200, body })
const created = (body: unknown): Answer => ({ status: 201, body })

const entryView = ({ target, name, params, timesLeft, forSeconds }: Entry): unknown => ({
  ...target,
  fault: name,
  params,
  timesLeft,
  for: forSeconds,
})

/** `/lab/...`: the faults, doors, scripts and traffic, and what requests were seen. */
export function createLabRoutes({ lab, log, publish }: LabRoutesOptions) {
  const scripts = new Map<string, Run>()
  const running = (): Map<string, Run> => {
    for (const [name, each] of scripts) if (each.isOver()) scripts.delete(name)
    return scripts
  }

  const fits =
    (query: URLSearchParams) =>
    (entry: Entry): boolean => {
      const { path, door } = { path: query.get('path'), door: query.get('door') }
      const fault = query.get('fault')
      if (fault !== null && entry.name !== fault) return false
      if (path !== null) return 'path' in entry.target && entry.target.path === path
      return door === null || ('door' in entry.target && entry.target.door === door)
    }

  const routes: Readonly<Record<string, Route>> = {
    'GET /lab': () =>
      ok({
        faults: Object.fromEntries(
          Object.entries(faultTable).map(([name, { about, params }]) => [name, { about, params }]),
        ),
        routes: Object.keys(routes),
      }),

    'GET /lab/faults': () => ok(lab.book.entries().map(entryView)),
    'POST /lab/faults': async ({ request }) => {
      const body = await readJsonObject(request)
      const order = readOrder(body)
      if ('door' in order.target) knownDoor(lab, order.target.door)
      const entry = lab.order(requestOf(order))
      await lab.doors.settled()
      return created(entryView(entry))
    },
    'DELETE /lab/faults': async ({ query }) => {
      const lifted = lab.book.lift(fits(query))
      await lab.doors.settled()
      return ok({ lifted })
    },

    'GET /lab/doors': () => ok(lab.doors.list()),
    'POST /lab/doors': async ({ request }) => {
      const { name } = await readJsonObject(request)
      if (typeof name === 'string') return created(await lab.doors.add(name))
      throw new RequestError(400, 'bad-door', 'The key "name" is missing: give the door a name, as text.')
    },

    'GET /lab/scripts': () => ok([...running().keys()]),
    'POST /lab/scripts': async ({ request }) => {
      const script = readScript(await readJsonObject(request))
      for (const step of script.steps)
        if ('door' in step && step.door !== undefined) knownDoor(lab, step.door)
      running().get(script.name)?.stop()
      scripts.set(script.name, lab.run(script))
      return created({ name: script.name, steps: script.steps.length, loop: script.loop })
    },
    'DELETE /lab/scripts': ({ query }) => {
      const name = query.get('name')
      const stopping = [...running()].filter(([each]) => name === null || each === name)
      for (const [, each] of stopping) each.stop()
      return ok({ stopped: stopping.length })
    },

    'GET /lab/traffic': () => ok(lab.traffic.list()),
    'POST /lab/traffic': async ({ request }) => {
      const traffic = readTraffic(await readJsonObject(request))
      lab.traffic.start(traffic)
      return created({ topic: traffic.topic, event: traffic.event, every: traffic.every })
    },
    'DELETE /lab/traffic': ({ query }) => ok({ stopped: lab.traffic.stop(needed(query, 'topic')) }),
    'POST /lab/send': async ({ request }) => {
      const { to, event } = readSend(await readJsonObject(request))
      return { status: 202, body: { reached: await publish(to, event) } }
    },

    'GET /lab/requests': ({ query }) => {
      const path = query.get('path')
      return ok(path === null ? lab.requests.all() : lab.requests.of(path))
    },
    'GET /lab/snapshot': async ({ query }) => {
      const topic = needed(query, 'topic')
      const newest = await log.newest(topic, 100)
      return ok({ topic, events: newest.map(({ id, event, data }) => ({ id, event, data })) })
    },
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [path = '/lab', query = ''] = (request.url ?? '/lab').split('?', 2)
    const route = routes[`${request.method} ${path.replace(/\/$/, '')}`]
    if (route === undefined) {
      const names = Object.keys(routes).join(', ')
      throw new RequestError(
        404,
        'no-lab-route',
        `The lab has no ${request.method} ${path}: it has ${names}.`,
      )
    }
    const { status, body } = await route({ request, query: new URLSearchParams(query) })
    answerJson(response, status, body)
  }
}

function knownDoor(lab: LabParts, name: string): void {
  if (lab.doors.list().some((door) => door.name === name)) return
  throw new RequestError(
    400,
    'unknown-door',
    `There is no door "${name}": open one with POST /lab/doors first.`,
  )
}

function needed(query: URLSearchParams, name: string): string {
  const value = query.get(name)
  if (value !== null && value !== '') return value
  throw new RequestError(400, 'missing-query', `Say which ${name} is meant: add ?${name}=... to the address.`)
}
