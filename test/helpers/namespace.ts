import { execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

/** Two hosts behind a real link of their own, which can be taken down: nothing is closed then, and nothing arrives. */
export interface Namespace {
  /** `http://10.213.7.2:8000` and `http://10.213.7.3:8000`: every path is a stream that beats. */
  readonly origins: readonly string[]
  /** Paths of the requests that arrived, oldest first. */
  readonly requests: readonly string[]
  cut(): void
  mend(): void
  /** Connections of this machine to the two hosts that are open or being opened, by the kernel's word. */
  connections(): number
}

const name = `heartline-${process.pid}`
const [outer, inner] = [`hl${process.pid}o`, `hl${process.pid}i`]
const net = '10.213.7'
const hosts = [`${net}.2`, `${net}.3`]
const port = 8000

/** Null where this machine lets us make one; else why not, in a sentence. */
export function whyNoNamespace(): string | null {
  if (process.platform !== 'linux') return 'Network namespaces are Linux only.'
  const made = `${name}-tried`
  try {
    ip('netns', 'add', made)
    // What a namespace is for may be refused where making one is not.
    try {
      ip('-n', made, 'link', 'add', 'near', 'type', 'veth', 'peer', 'name', 'far')
      ip('netns', 'exec', made, process.execPath, '--version')
    } finally {
      ip('netns', 'delete', made)
    }
    return null
  } catch (error) {
    const why = error instanceof Error ? error.message.trim().split('\n').at(-1) : String(error)
    return `No network namespace can be made here: ${why}`
  }
}

function ip(...args: readonly string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] })
}

/** Gone when the test is over. */
export async function namespace(): Promise<Namespace> {
  ip('netns', 'add', name)
  // The link too, and first: by itself it goes some time after its namespace.
  onTestFinished(() => {
    ip('link', 'delete', outer)
    ip('netns', 'delete', name)
  })
  ip('link', 'add', outer, 'type', 'veth', 'peer', 'name', inner, 'netns', name)
  ip('address', 'add', `${net}.1/24`, 'dev', outer)
  for (const host of hosts) ip('-n', name, 'address', 'add', `${host}/24`, 'dev', inner)
  ip('link', 'set', outer, 'up')
  const mend = (): void => ip('-n', name, 'link', 'set', inner, 'up')
  mend()
  const requests: string[] = []
  await serve(requests)
  return {
    origins: hosts.map((host) => `http://${host}:${port}`),
    requests,
    cut: () => ip('-n', name, 'link', 'set', inner, 'down'),
    mend,
    connections,
  }
}

/** The server runs inside; it prints a line for each request, and one when it listens. */
async function serve(requests: string[]): Promise<void> {
  const program = join(import.meta.dirname, 'beating-server.ts')
  const child = spawn('ip', ['netns', 'exec', name, process.execPath, program, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const lines = createInterface({ input: child.stdout })
  await new Promise((resolve) => lines.once('line', resolve))
  lines.on('line', (line) => requests.push(line))
}

const [established, synSent] = ['01', '02']

function connections(): number {
  const remote = new Set(
    hosts.map((host) => `${hex(host)}:${port.toString(16).toUpperCase().padStart(4, '0')}`),
  )
  const rows = readFileSync('/proc/net/tcp', 'utf8').trim().split('\n').slice(1)
  // By their own address: the kernel's list may name one twice where it changes while it is read.
  const open = rows.flatMap((row) => {
    const [, from = '', to = '', state = ''] = row.trim().split(/\s+/)
    return remote.has(to) && (state === established || state === synSent) ? [from] : []
  })
  return new Set(open).size
}

/** As the kernel prints addresses: the last byte first. */
function hex(address: string): string {
  const bytes = address.split('.').map((byte) => Number(byte).toString(16).toUpperCase().padStart(2, '0'))
  return bytes.toReversed().join('')
}
