import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { systemEnvironment } from '../../../src/gateway/environment.ts'
import { createOutlet } from '../../../src/gateway/outlet.ts'
import { waitFor } from './client.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})

test('a client that stopped reading before the end is let go, even when little waits for it', async () => {
  let isGone = false
  let drops = 0
  const server = createServer((_, response) => {
    const outlet = createOutlet(response, { bytes: 1024 * 1024, undrainedMs: 100 }, systemEnvironment, () => {
      drops += 1
    })
    response.once('close', () => {
      isGone = true
    })
    // Until the system's buffers are full, and less waits here than what makes a write count as undrained.
    const fill = (): void => {
      if (response.writableLength === 0) {
        outlet.write('x'.repeat(8 * 1024))
        setImmediate(fill)
      } else outlet.end()
    }
    fill()
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.pause()
  socket.write('GET / HTTP/1.1\r\nHost: h\r\n\r\n')
  await waitFor(() => isGone, 5000)
  expect(drops).toBe(1)
  socket.destroy()
})
