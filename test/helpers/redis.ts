import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@redis/client'
import { programPath, redisServer } from '../../scripts/programs.ts'
import { freePort } from './free-port.ts'
import { keepChild, keepFolder } from './kept-child.ts'
import { waitUntil } from './wait.ts'

export interface RedisOptions {
  /** Each write is on disk before it is answered, so that a killed server comes back with all it ever confirmed. */
  readonly appendonly?: boolean
  /** Further options of redis-server, such as `['--maxmemory', '2mb']`. */
  readonly args?: readonly string[]
}

/** A real redis-server on a port and in a folder of its own, which a test can end, kill and hold up. */
export interface Redis {
  readonly url: string
  readonly port: number
  /** Ends it as an operator does; resolves when it is gone. */
  stop(): Promise<void>
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>
  /** Starts it again on the same port and folder; one that runs is stopped first. Resolves when it answers. */
  restart(): Promise<void>
  /** SIGSTOP: connections stay open, and nothing is answered. */
  pause(): void
  /** SIGCONT. */
  resume(): void
  /** One command, on a connection of its own; @returns the answer, an array's members a line each. */
  cli(...args: readonly string[]): Promise<string>
}

interface Kept {
  end(): Promise<void>
}

const kept = new Set<Kept>()

/** Ready when PING is answered. For `afterEach`: `stopRedises`. */
export async function startRedis(options: RedisOptions = {}): Promise<Redis> {
  const program = programPath(redisServer)
  // Somebody else may take the port between the look and the start.
  for (let tries = 1; ; tries++) {
    const redis = makeRedis(program, await freePort(), options)
    try {
      await redis.restart()
      return redis
    } catch (error) {
      await redis.end()
      if (tries === 3) throw error
    }
  }
}

/** For `afterEach`: kills all of them, and removes their folders. */
export async function stopRedises(): Promise<void> {
  await Promise.all([...kept].map((each) => each.end()))
}

function makeRedis(program: string, port: number, options: RedisOptions): Redis & Kept {
  const folder = mkdtempSync(join(tmpdir(), 'heartline-redis-'))
  const removeFolder = keepFolder(folder)
  let running: { readonly child: ChildProcess; readonly ended: Promise<void> } | null = null

  async function start(): Promise<void> {
    const child = spawn(program, argumentsFor(port, folder, options), { stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    const hear = (piece: Buffer): void => {
      text += piece.toString()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('error', (error) => {
      text += error.message
    })
    const ended = keepChild(child)
    const mine = { child, ended }
    running = mine
    ended.then(() => {
      if (running === mine) running = null
    })
    await waitUntil(
      () => {
        if (running !== mine) throw new Error(`The redis-server ended at its start: ${text}`)
        return isReady(port)
      },
      20_000,
      () => text,
    )
  }

  async function signal(name: NodeJS.Signals): Promise<void> {
    if (running === null) return
    const { child, ended } = running
    child.kill(name)
    // A stopped process takes no other signal than SIGKILL before it goes on.
    child.kill('SIGCONT')
    await ended
  }

  const self: Redis & Kept = {
    url: `redis://127.0.0.1:${port}`,
    port,
    stop: () => signal('SIGTERM'),
    kill: () => signal('SIGKILL'),
    async restart() {
      await signal('SIGTERM')
      await start()
    },
    pause: () => void running?.child.kill('SIGSTOP'),
    resume: () => void running?.child.kill('SIGCONT'),
    cli: (...args) => command(port, args),
    async end() {
      kept.delete(self)
      await signal('SIGKILL')
      removeFolder()
    },
  }
  kept.add(self)
  return self
}

function argumentsFor(port: number, folder: string, options: RedisOptions): readonly string[] {
  const toDisk = options.appendonly
    ? ['--appendonly', 'yes', '--appendfsync', 'always']
    : ['--appendonly', 'no']
  return [
    ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
    ...toDisk,
    ...(options.args ?? []),
  ]
}

/** Nobody listens, or what is on disk is still being read: not yet. */
async function isReady(port: number): Promise<boolean> {
  try {
    return (await command(port, ['PING'])) === 'PONG'
  } catch {
    return false
  }
}

async function command(port: number, args: readonly string[]): Promise<string> {
  const client = createClient({
    // RESP 2, whose answers are texts, numbers and arrays of these.
    RESP: 2,
    socket: { host: '127.0.0.1', port, reconnectStrategy: false },
  })
  // The command is rejected with the same.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return textOf(await client.sendCommand([...args]))
  } finally {
    if (client.isOpen) client.destroy()
  }
}

function textOf(reply: unknown): string {
  if (Array.isArray(reply)) return reply.map(textOf).join('\n')
  return reply === null || reply === undefined ? '' : String(reply)
}
