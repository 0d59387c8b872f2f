import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { webSocketTransport } from '../../../src/main/rpc/websocket.ts'
import { type ServerOptions, serveContract } from '../../../src/shared/rpc/server.ts'
import { socketTransport } from '../../../src/shared/rpc/socket.ts'
import { rpcBehaviour, type Wire } from '../../helpers/rpc-behaviour.ts'

async function listen(accept: (socket: WebSocket) => void) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  server.on('connection', accept)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { server, url: `ws://127.0.0.1:${port}/` }
}

/** Ends every connection and waits until both ends know it. */
async function end(server: WebSocketServer, socket: WebSocket): Promise<void> {
  const gone = [...server.clients].map((client) => once(client, 'close'))
  if (socket.readyState !== WebSocket.CLOSED) gone.push(once(socket, 'close'))
  for (const client of server.clients) client.terminate()
  await Promise.all(gone)
}

async function webSocketWire(options: ServerOptions): Promise<Wire> {
  let congested = false
  const { server, url } = await listen((socket) => {
    const transport = webSocketTransport(socket)
    serveContract({ ...transport, congested: () => congested || transport.congested() }, options)
  })
  const socket = new WebSocket(url)
  return {
    transport: socketTransport(socket),
    congest(on) {
      congested = on
    },
    cut: () => end(server, socket),
    async close() {
      await end(server, socket)
      server.close()
      await once(server, 'close')
    },
  }
}

rpcBehaviour('a WebSocket', webSocketWire)

it('says that a peer does not keep up once megabytes wait for it, and no longer when they are gone', async () => {
  const { server, url } = await listen(() => undefined)
  const client = new WebSocket(url)
  const [accepted] = (await once(server, 'connection')) as [WebSocket]
  await once(client, 'open')
  const transport = webSocketTransport(accepted)
  client.pause()
  expect(transport.congested()).toBe(false)
  for (let n = 0; n < 40; n += 1) transport.send('x'.repeat(1024 * 1024))
  expect(transport.congested()).toBe(true)
  client.resume()
  await expect.poll(() => transport.congested()).toBe(false)
  await end(server, client)
  server.close()
})

it('ends a peer that sends what is no JSON', async () => {
  const { server, url } = await listen((socket) => webSocketTransport(socket).onMessage(() => undefined))
  const client = new WebSocket(url)
  await once(client, 'open')
  client.send('{')
  const [code] = await once(client, 'close')
  expect(code).toBe(1007)
  server.close()
})
