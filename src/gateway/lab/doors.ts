import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Environment } from '../environment.ts'
import { RequestError } from '../http.ts'
import { closeServer, listenOn, outliveErrors } from '../listen.ts'

export interface Door {
  readonly name: string
  readonly url: string
  readonly port: number
  readonly open: boolean
}

/** Extra listening ports of the same gateway. A closed one refuses connections truly (ECONNREFUSED). */
export interface Doors {
  add(name: string): Promise<Door>
  list(): readonly Door[]
  /** Closes the doors for which `shut` is true, with all their connections, and opens the others again. */
  apply(shut: (name: string) => boolean): void
  /** Resolves once every door is as `apply` last asked, or was told of as one that cannot be. */
  settled(): Promise<void>
  /** Lets the connections end by themselves, and cuts them after so many milliseconds. */
  close(withinMs: number): Promise<void>
}

interface State {
  readonly name: string
  readonly port: number
  readonly server: Server
  wanted: boolean
  work: Promise<void>
}

type Handle = (request: IncomingMessage, response: ServerResponse) => void

/** How often, and how many times, the port of a door is asked for again, should another process have taken it. */
const retryMs = 250
const mostRetries = 40

/** `tell` is told a sentence of a door that stays shut because its port cannot be had again. */
export function createDoors(
  host: string,
  handle: Handle,
  environment: Environment,
  tell: (sentence: string) => void,
): Doors {
  const states = new Map<string, State>()
  let closing = false

  const view = (state: State): Door => ({
    name: state.name,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${state.port}`,
    port: state.port,
    open: state.server.listening,
  })
  const shut = (server: Server): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  const wait = (ms: number): Promise<void> => new Promise((resolve) => void environment.after(ms, resolve))

  /** Brings the door to what is wanted by then; one such piece of work after the other. */
  const settle = async (state: State): Promise<void> => {
    let retries = 0
    while (state.server.listening !== (state.wanted && !closing)) {
      if (state.server.listening) {
        await shut(state.server)
        continue
      }
      const trouble = await listenOn(state.server, state.port, host).then(
        () => null,
        (error: unknown) => error,
      )
      if (trouble === null) continue
      if (codeOf(trouble) !== 'EADDRINUSE' || retries === mostRetries) return tell(shutFor(state, trouble))
      retries++
      await wait(retryMs)
    }
  }

  return {
    async add(name) {
      if (!/^[\w-]{1,64}$/.test(name)) {
        throw new RequestError(400, 'bad-door', `The door "${name}" needs a name of letters, digits, dashes.`)
      }
      const known = states.get(name)
      if (known !== undefined) return view(known)
      if (states.size >= 64)
        throw new RequestError(400, 'too-many-doors', 'There are 64 doors: use one of them.')
      const server = createServer(handle)
      outliveErrors(server, tell)
      const port = await listenOn(server, 0, host)
      const state: State = { name, port, server, wanted: true, work: Promise.resolve() }
      states.set(name, state)
      return view(state)
    },

    list: () => [...states.values()].map(view),

    apply(isShut) {
      for (const state of states.values()) {
        const wanted = !isShut(state.name)
        if (wanted === state.wanted) continue
        state.wanted = wanted
        state.work = state.work.then(() => settle(state))
      }
    },

    async settled() {
      await Promise.all([...states.values()].map((state) => state.work))
    },

    async close(withinMs) {
      closing = true
      await Promise.all(
        [...states.values()].map(async (state) => {
          await state.work
          if (state.server.listening) await closeServer(state.server, withinMs, environment)
        }),
      )
    },
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : null
}

function shutFor({ name, port }: State, trouble: unknown): string {
  const why =
    codeOf(trouble) === 'EADDRINUSE'
      ? 'another program took it meanwhile: end that one'
      : `${trouble instanceof Error ? trouble.message : String(trouble)}: mend that`
  return `The door "${name}" of the fault lab stays shut, because port ${port} cannot be listened on (${why}, then shut the door and open it again).`
}
