import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { socketPath } from '../../src/shared/rpc/socket.ts'
import type { EndpointView } from '../../src/shared/view.ts'
import { askFor, end, start, told } from './processes.ts'

/** One way of holding streams, in a process of its own. */
export interface Contestant {
  readonly name: string
  start(): Promise<Running>
}

export interface Running {
  readonly child: ChildProcess
  open(url: string, count: number): Promise<void>
  /** Events received so far. */
  events(): Promise<number>
  /** How many are live now. */
  live(): Promise<number>
  /** Patches that an interface got so far. */
  patches(): number
  /** Bytes of all its messages. */
  patchBytes(): number
  end(): Promise<void>
}

/** A bare client; `manner` is one of `client.ts`. */
export function bare(name: string, manner: string): Contestant {
  return {
    name,
    async start() {
      const child = start('client.ts', [manner])
      await told(child, 'started')
      return {
        child,
        async open(url, count) {
          child.send({ open: url, count })
        },
        events: () => askFor<number>(child, { ask: 'events' }, 'events'),
        live: () => Promise.reject(new Error('A bare client has no phases.')),
        patches: () => 0,
        patchBytes: () => 0,
        end: () => end(child),
      }
    },
  }
}

interface Ready {
  readonly api: string
  readonly token: string
}

const source = '../../src/main/serve.ts'
/** What `npm run build` makes of it. */
export const built = '../../out/main/serve.js'

/** The program itself, with a configuration that comes while it runs. */
export function heartline(name: string, withInterface: boolean, program = source): Contestant {
  return {
    name,
    async start() {
      const folder = await mkdtemp(join(tmpdir(), 'heartline-bench-'))
      const config = join(folder, 'heartline.yaml')
      await writeFile(config, 'version: 1\nendpoints: []\n')
      const child = start(program, ['--browser', '--no-open', '--config', config, '--data-dir', folder])
      const ready = await readyLine(child)
      const looking = withInterface ? await look(ready) : null
      return {
        child,
        open: (url, count) => writeFile(config, configOf(url, count)),
        events: async () => (await views(ready)).reduce((sum, { counters }) => sum + counters.events, 0),
        live: async () => (await views(ready)).filter(({ phase }) => phase === 'live').length,
        patches: () => looking?.patches() ?? 0,
        patchBytes: () => looking?.bytes() ?? 0,
        async end() {
          looking?.close()
          await end(child)
          await rm(folder, { recursive: true })
        },
      }
    },
  }
}

function configOf(url: string, count: number): string {
  const endpoint = (_: unknown, index: number): string =>
    `  - { id: e${index}, name: Stream ${index}, url: "${url}", preset: heartline-gateway }\n`
  return `version: 1\nendpoints:\n${Array.from({ length: count }, endpoint).join('')}`
}

async function readyLine(child: ChildProcess): Promise<Ready> {
  if (!child.stdout) throw new Error('The program was started without a standard output to read.')
  for await (const line of createInterface(child.stdout)) if (line.startsWith('{')) return JSON.parse(line)
  throw new Error('The program ended before it was ready.')
}

async function views({ api, token }: Ready): Promise<readonly EndpointView[]> {
  const answer = await fetch(`${api}/endpoints`, { headers: { Authorization: `Bearer ${token}` } })
  return (await answer.json()) as readonly EndpointView[]
}

/** An interface as the contract sees it: subscribed to the fleet, and counting. */
async function look({ api, token }: Ready) {
  const url = new URL(socketPath, api)
  url.protocol = 'ws:'
  const socket = new WebSocket(url, { headers: { Authorization: `Bearer ${token}` } })
  let patches = 0
  let bytes = 0
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  socket.on('message', (data: Buffer) => {
    bytes += data.length
    if (String(data).startsWith('{"type":"patch"')) patches++
  })
  socket.send(JSON.stringify({ type: 'subscribe', id: 1, stream: 'fleet' }))
  await sleep(100)
  return { patches: () => patches, bytes: () => bytes, close: () => socket.terminate() }
}
