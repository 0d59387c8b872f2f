import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Environment } from '../environment.ts'
import type { To } from '../hub.ts'
import type { EventLog } from '../log.ts'
import type { StreamInfo, StreamPlan } from '../plan.ts'
import type { Stream } from '../stream.ts'
import type { OutEvent } from '../wire.ts'
import { type Bending, createBending } from './bending.ts'
import { createBook, type Entry, type FaultOrder, isOnPath, sameTarget } from './book.ts'
import { createDoors } from './doors.ts'
import { type FaultRequest, readOrder, readQuery } from './orders.ts'
import { createRequestCounts } from './requests.ts'
import { createLabRoutes, type LabParts } from './routes.ts'
import { type Run, runScript, type Script, type ScriptActions } from './script.ts'
import { createTraffic } from './traffic.ts'

export interface LabOptions {
  readonly environment: Environment
  readonly host: string
  readonly doors: readonly string[]
  readonly scripts: readonly Script[]
  readonly log: EventLog
  handle(request: IncomingMessage, response: ServerResponse): void
  /** Told a sentence of what nobody asked about, and somebody should know. */
  tell(sentence: string): void
  publish(to: To, event: OutEvent): Promise<number>
  streams(): readonly Stream[]
}

/** One request for a stream, on its way through the faults that are on for it. */
export interface Visit {
  /** True when a fault answered, or holds the request for ever. */
  answer(): Promise<boolean>
  plan(base: StreamPlan): StreamPlan
  opening(stream: Stream): void
  opened(): void
  closed(): void
}

export interface Lab extends LabParts {
  /** @throws {RequestError} 400 for a fault in the query that is none. */
  visit(request: IncomingMessage, response: ServerResponse, info: StreamInfo): Visit
  route(request: IncomingMessage, response: ServerResponse): Promise<void>
  listen(): Promise<void>
  /** Stops scripts and traffic, and lets go of the requests that wait for ever. */
  stop(): void
  /** Milliseconds. */
  close(withinMs: number): Promise<void>
}

export function createLab(options: LabOptions): Lab {
  const { environment, log, publish, streams } = options
  const book = createBook(environment)
  const doors = createDoors(options.host, options.handle, environment, options.tell)
  const requests = createRequestCounts()
  const traffic = createTraffic(environment, (topic, event, data) => void publish({ topic }, { event, data }))
  const held = new Set<ServerResponse>()
  const bendings = new Map<string, { readonly path: string; readonly bending: Bending }>()
  const scripts = new Set<Run>()

  const standing = (path: string): readonly Entry[] =>
    book.entries().filter((entry) => entry.times === null && isOnPath(entry, path))

  book.onChange(() => {
    for (const { path, bending } of bendings.values()) bending.sync(standing(path))
    const shut = new Set(book.entries().map(({ target }) => ('door' in target ? target.door : null)))
    doors.apply((name) => shut.has(name))
  })

  const order = (request: FaultRequest): Entry => {
    const { close, ...read } = readOrder({ ...request })
    const entry = book.add(read)
    if (!close) return entry
    for (const stream of streams()) {
      if (isOnPath(entry, stream.info.path)) stream.sendRaw({ kind: 'end' })
    }
    return entry
  }

  const actions: ScriptActions = {
    order,
    lift: (target) => void book.lift((entry) => sameTarget(entry.target, target)),
    send: ({ topic, ...event }) => void publish({ topic }, event),
    traffic: (source) => traffic.start(source),
  }
  const run = (script: Script): Run => {
    for (const each of scripts) if (each.isOver()) scripts.delete(each)
    const running = runScript(script, actions, environment)
    scripts.add(running)
    return running
  }

  const visit = (request: IncomingMessage, response: ServerResponse, info: StreamInfo): Visit => {
    const { path, lastEventId, traceId } = info
    const at = new Date(environment.now()).toISOString()
    requests.record(path, { at, lastEventId: lastEventId === '' ? null : lastEventId, traceId })
    const query = new URLSearchParams((request.url ?? '').split('?', 2)[1] ?? '')
    const asked = readQuery(path, query)
    const met: readonly FaultOrder[] = [...book.take(path), ...asked]
    let bending: Bending | null = null

    return {
      async answer() {
        const hold = (): void => {
          held.add(response)
          response.once('close', () => held.delete(response))
        }
        for (const { fault } of met) {
          if (await fault.answer?.({ request, response, info, environment, hold })) return true
        }
        return false
      },
      plan: (base) => met.reduce((plan, { fault }) => fault.plan?.(plan) ?? plan, base),
      opening(stream) {
        bending = createBending(stream, environment)
        bendings.set(info.token, { path, bending })
        for (const entry of met) bending.add(entry)
      },
      opened() {
        bending?.begin()
        bending?.sync(standing(path))
      },
      closed() {
        bending?.end()
        bendings.delete(info.token)
      },
    }
  }

  const lab: Lab = {
    book,
    doors,
    requests,
    traffic,
    order,
    run,
    visit,
    route: (request, response) => routes(request, response),
    async listen() {
      for (const name of options.doors) await doors.add(name)
      for (const script of options.scripts) run(script)
    },
    stop() {
      for (const each of scripts) each.stop()
      traffic.stopAll()
      book.stop()
      for (const response of held) response.destroy()
    },
    close: (withinMs) => doors.close(withinMs),
  }
  const routes = createLabRoutes({ lab, log, publish })
  return lab
}
