import { getRequestListener } from '@hono/node-server'
import type { SettingsView } from '../../shared/screens.ts'
import { StartError } from '../problem.ts'
import type { ApiSetting } from '../settings.ts'
import { createAccess } from './access.ts'
import { listen, urlHost } from './listen.ts'
import { createLocalApp } from './local-app.ts'
import type { Route } from './routes.ts'

export interface LocalApiOptions {
  readonly host: string
  readonly allowHosts: readonly string[]
  readonly token: string
  readonly routes: readonly Route[]
  /** Runs `task` once after `ms`; the returned function cancels it. */
  readonly after: (ms: number, task: () => void) => () => void
  readonly report: (error: unknown, where: string) => void
  /** Hears how it stands, whenever that changes. */
  readonly tell: (api: SettingsView['api']) => void
}

/** The desktop app's local API, which is switched on and off and moved while the app runs. */
export interface LocalApi {
  /**
   * As it was left. Where the port is taken it says so, and tries again: the program that has it may be an earlier
   * Heartline that is ending.
   */
  begin(wanted: ApiSetting): Promise<void>
  /**
   * Switches it, or moves it. Answers with what holds then: where the new port cannot be had, the old state, and the
   * reason is told.
   */
  set(wanted: ApiSetting): Promise<ApiSetting>
  close(): Promise<void>
}

interface Server {
  readonly port: number
  close(): Promise<void>
}

type Tried = { readonly ok: true; readonly server: Server } | { readonly ok: false; readonly problem: string }

const tryAgainMs = 5000

export function createLocalApi(options: LocalApiOptions): LocalApi {
  let holds: ApiSetting = { on: false, port: 0 }
  let server: Server | null = null
  let cancelRetry: () => void = () => undefined
  let closed = false
  /** One change after the other, in the order in which they were asked for. */
  let turn: Promise<unknown> = Promise.resolve()

  function inTurn<T>(change: () => Promise<T>): Promise<T> {
    const done = turn.then(change)
    turn = done.catch(() => undefined)
    return done
  }

  function tell(problem: string | null): void {
    const origin = server === null ? null : `http://${urlHost(options.host)}:${server.port}`
    options.tell({
      always: false,
      ...holds,
      url: origin && `${origin}/api`,
      metricsUrl: origin && `${origin}/metrics`,
      token: options.token,
      problem,
    })
  }

  async function start(wanted: ApiSetting): Promise<void> {
    holds = wanted
    if (!wanted.on || closed) return tell(null)
    const tried = await open(options, wanted.port)
    if (tried.ok) server = tried.server
    else cancelRetry = options.after(tryAgainMs, () => void inTurn(() => start(wanted)))
    tell(tried.ok ? null : tried.problem)
  }

  async function change(wanted: ApiSetting): Promise<ApiSetting> {
    cancelRetry()
    if (wanted.on && (server === null || wanted.port !== holds.port)) return move(wanted)
    if (!wanted.on) await stop()
    holds = wanted
    tell(null)
    return holds
  }

  /** The new place first, then the old one's end: who cannot have the new one keeps the old one. */
  async function move(wanted: ApiSetting): Promise<ApiSetting> {
    // Already there: another number for the same place cannot be listened on twice.
    if (server !== null && wanted.port === server.port) {
      holds = wanted
      tell(null)
      return holds
    }
    const tried = await open(options, wanted.port)
    if (!tried.ok) {
      // What was on at the start without a port to be had is off from now on, until one is named.
      if (server === null) holds = { ...holds, on: false }
      tell(tried.problem)
      return holds
    }
    await stop()
    server = tried.server
    holds = wanted
    tell(null)
    return holds
  }

  async function stop(): Promise<void> {
    const ending = server
    server = null
    await ending?.close()
  }

  return {
    begin: (wanted) => inTurn(() => start(wanted)),
    set: (wanted) => inTurn(() => change(wanted)),
    close() {
      closed = true
      cancelRetry()
      return inTurn(stop)
    },
  }
}

async function open(
  { host, allowHosts, token, routes, report }: LocalApiOptions,
  port: number,
): Promise<Tried> {
  try {
    const { server, port: listened } = await listen({ host, port }, (error) =>
      report(error, 'taking connections'),
    )
    const access = createAccess({ token, listened: host, port: listened, allowHosts })
    const app = createLocalApp({ access, routes, report })
    server.on('request', getRequestListener(app.fetch, { overrideGlobalObjects: false }))
    const close = async () => {
      const ended = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await ended
    }
    return { ok: true, server: { port: listened, close } }
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    return { ok: false, problem: `${error.message} Choose another port, or 0 for a free one.` }
  }
}
