import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { systemEnvironment } from '../../../src/gateway/environment.ts'
import { createDoors } from '../../../src/gateway/lab/doors.ts'

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
