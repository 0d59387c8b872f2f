import { getRequestListener } from '@hono/node-server'
import type { WebSocket } from 'ws'
import { type ServerOptions, serveContract } from '../../shared/rpc/server.ts'
import { keepAlive, webSocketTransport } from '../rpc/websocket.ts'
import { createAccess } from './access.ts'
import { createApp } from './app.ts'
import { createAssets } from './assets.ts'
import { type Address, listen, urlHost } from './listen.ts'
import type { Route } from './routes.ts'
import { acceptSockets } from './upgrade.ts'

export interface SiteOptions extends Address {
  readonly token: string
  /** Further names that requests may bear in `Host`. */
  readonly allowHosts: readonly string[]
  readonly contract: ServerOptions
  readonly routes: readonly Route[]
  /** The folder of the built interface. */
  readonly rendererDir: string
}

export interface Site {
  readonly port: number
  /** Opens the page and lets in. */
  readonly url: string
  readonly api: string
  /** Ends every connection. */
  close(): Promise<void>
}

/** Browser mode: the page, the local API and the contract on one address. Rejects with a `StartError`. */
export async function openSite(options: SiteOptions): Promise<Site> {
  const { token, allowHosts, routes, contract } = options
  const { server, port } = await listen(options, (error) => contract.report(error, 'taking connections'))
  const access = createAccess({ token, listened: options.host, port, allowHosts })
  const app = createApp({
    access,
    routes,
    assets: createAssets(options.rendererDir),
    report: contract.report,
  })
  server.on('request', getRequestListener(app.fetch, { overrideGlobalObjects: false }))
  const accept = (socket: WebSocket): void => {
    serveContract(webSocketTransport(socket), contract)
    keepAlive(socket, contract.after)
  }
  const endSockets = acceptSockets(server, access, accept, contract.after)
  const origin = `http://${urlHost(options.host)}:${port}`

  return {
    port,
    url: `${origin}/?token=${encodeURIComponent(token)}`,
    api: `${origin}/api`,
    async close() {
      endSockets()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}
