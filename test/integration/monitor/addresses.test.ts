import { execFileSync, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { whyNoNamespace } from '../../helpers/namespace.ts'
import { waitUntil } from '../../helpers/wait.ts'

/** What the kernel says of an interface, as browser mode takes it: in a network namespace with one link. */

const whyNot = whyNoNamespace()
if (whyNot !== null) console.warn(`Left out, what the addresses of a link that goes say. ${whyNot}`)
const name = `heartline-addresses-${process.pid}`
const ip = (...args: readonly string[]): Buffer => execFileSync('ip', args)

test.skipIf(whyNot !== null)('a link that goes is offline, loopback alone is not', async () => {
  ip('netns', 'add', name)
  onTestFinished(() => void ip('netns', 'delete', name))
  ip('-n', name, 'link', 'set', 'lo', 'up')
  const program = join(import.meta.dirname, '..', '..', 'helpers', 'watch-addresses.ts')
  const child = spawn('ip', ['netns', 'exec', name, process.execPath, program])
  onTestFinished(() => void child.kill('SIGKILL'))
  let told = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    told += text
  })
  const tells = (lines: string): Promise<void> =>
    waitUntil(
      () => told === lines,
      10_000,
      () => told,
    )
  await tells('online\n')
  // The other end is inside too: a link is up only where both of its ends are.
  ip('-n', name, 'link', 'add', 'near', 'type', 'veth', 'peer', 'name', 'far')
  ip('-n', name, 'address', 'add', '10.213.8.1/24', 'dev', 'near')
  ip('-n', name, 'link', 'set', 'near', 'up')
  ip('-n', name, 'link', 'set', 'far', 'up')
  await waitUntil(() => hasAddress())
  // It has looked a few times at what the kernel shows by now.
  await pause(300)
  ip('-n', name, 'link', 'set', 'far', 'down')
  await tells('online\noffline\n')
  ip('-n', name, 'link', 'set', 'far', 'up')
  await tells('online\noffline\nonline\n')
  ip('-n', name, 'link', 'delete', 'near')
  await tells('online\noffline\nonline\noffline\n')
  expect(child.exitCode).toBeNull()
})

function hasAddress(): boolean {
  return ip('-n', name, '-brief', 'address', 'show', 'dev', 'near').includes('UP')
}
