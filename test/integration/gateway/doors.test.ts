import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { systemEnvironment } from '../../../src/gateway/environment.ts'
import { createDoors } from '../../../src/gateway/lab/doors.ts'
import { listenOn, outliveErrors } from '../../../src/gateway/listen.ts'

/** A door whose waits are counted, and over at once. */
async function door(host = '127.0.0.1') {
  const said: string[] = []
  const waits: number[] = []
  const after = (ms: number, fn: () => void) => {
    waits.push(ms)
    return systemEnvironment.after(0, fn)
  }
  const doors = createDoors(
    host,
    (_, response) => void response.end(),
    { ...systemEnvironment, after },
    (sentence) => said.push(sentence),
  )
  const { port } = await doors.add('shop')
  onTestFinished(() => doors.close(100))
  const set = async (open: boolean) => {
    doors.apply(() => !open)
    await doors.settled()
    return doors.list()[0]?.open
  }
  return { port, said, waits, set }
}

test('a door opens again on its own port, in silence', async () => {
  const { said, waits, set } = await door()
  expect(await set(false)).toBe(false)
  expect(await set(true)).toBe(true)
  expect([said, waits]).toEqual([[], []])
})

test('a door whose port was taken is tried for ten seconds, told of once, and opens when asked anew', async () => {
  const { port, said, waits, set } = await door()
  await set(false)
  const thief = createServer().listen(port, '127.0.0.1')
  await once(thief, 'listening')
  expect(await set(true)).toBe(false)
  expect(waits.reduce((sum, ms) => sum + ms)).toBe(10_000)
  expect(said).toEqual([
    `The door "shop" of the fault lab stays shut, because port ${port} cannot be listened on (another program took it meanwhile: end that one, then shut the door and open it again).`,
  ])

  thief.close()
  await once(thief, 'close')
  await set(false)
  expect(await set(true)).toBe(true)
  expect(said).toHaveLength(1)
})

test('a server outlives a connection that it cannot take, and a refusal to listen is told once only', async () => {
  const said: string[] = []
  const server = createHttpServer()
  outliveErrors(server, (sentence) => said.push(sentence))
  const { port } = await door()
  await expect(listenOn(server, port, '127.0.0.1')).rejects.toMatchObject({ code: 'EADDRINUSE' })
  expect(said).toEqual([])
  await listenOn(server, 0, '127.0.0.1')
  onTestFinished(() => void server.close())
  server.emit('error', new Error('accept EMFILE'))
  expect(said).toEqual(['A connection could not be taken: accept EMFILE. The others go on.'])
})
