import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface SeenCallback {
  readonly action: string
  readonly token: string
  readonly reason?: string
  readonly request: { readonly url: string; readonly headers?: Readonly<Record<string, unknown>> }
  readonly http: { readonly method: string; readonly headers: IncomingHttpHeaders }
}

/** The team's own server behind the gateway: keeps each callback, and answers as the test says. */
export interface Backend {
  readonly url: string
  readonly seen: readonly SeenCallback[]
  of(action: string): readonly SeenCallback[]
}

const closers: (() => void)[] = []

export async function startBackend(
  answer: (seen: SeenCallback, response: ServerResponse) => void,
): Promise<Backend> {
  const seen: SeenCallback[] = []
  const server = createServer((request, response) => {
    void bodyOf(request).then((text) => {
      const { method = '', headers } = request
      const callback: SeenCallback = { ...JSON.parse(text), http: { method, headers } }
      seen.push(callback)
      answer(callback, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hook`,
    seen,
    of: (action) => seen.filter((each) => each.action === action),
  }
}

/** For `afterEach`. */
export function stopBackends(): void {
  for (const close of closers.splice(0)) close()
}

/** Lets everyone in, and takes every goodbye. */
export const welcome = (_: SeenCallback, response: ServerResponse): void => void response.end()

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const piece of request) text += String(piece)
  return text
}
