import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nginx, programPath } from '../../scripts/programs.ts'
import { freePort } from './free-port.ts'
import { keepChild, keepFolder } from './kept-child.ts'
import { waitUntil } from './wait.ts'

export interface NginxOptions {
  /** The gateways, in place of the example's two. */
  readonly upstreams: readonly { readonly host: string; readonly port: number }[]
  /** Switches the example's limit on: streams that one address may have open. */
  readonly perClient?: number
}

/** A real nginx with the configuration that the docs recommend. */
export interface Nginx {
  readonly url: string
  readonly port: number
  /** The lines of its log: one for each request that is over. */
  requests(): readonly string[]
  /** What it said of what went wrong. */
  errors(): string
  /** Resolves when it is gone; its connections are closed. */
  stop(): Promise<void>
}

/** What is recommended, and what is run here with other ports. */
export const example = join(import.meta.dirname, '..', '..', 'docs', 'nginx.conf')

const exampleGateways = /( *)server 127\.0\.0\.1:8787( [^;\n]*)?;\n *server 127\.0\.0\.1:8788\2;\n/
const kept = new Set<Nginx>()

/** For `afterEach`. */
export async function stopNginxes(): Promise<void> {
  await Promise.all([...kept].map((each) => each.stop()))
}

/** Ready when it answers. For `afterEach`: `stopNginxes`. */
export async function startNginx(options: NginxOptions): Promise<Nginx> {
  const program = programPath(nginx)
  // Somebody else may take the port between the look and the start.
  for (let tries = 1; ; tries++) {
    try {
      return await startOn(program, await freePort(), options)
    } catch (error) {
      if (tries === 3) throw error
    }
  }
}

/** @returns what `nginx -t` says against a configuration, or null where it accepts it */
export function troubleWith(configuration: string): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'heartline-nginx-'))
  const removeFolder = keepFolder(folder)
  try {
    const args = ['-t', '-p', folder, '-c', configuration, '-e', 'stderr']
    const { status, stderr, error } = spawnSync(programPath(nginx), args, { encoding: 'utf8' })
    return status === 0 ? null : (error?.message ?? stderr)
  } finally {
    removeFolder()
  }
}

async function startOn(program: string, port: number, options: NginxOptions): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'heartline-nginx-'))
  const removeFolder = keepFolder(folder)
  const configuration = join(folder, 'nginx.conf')
  writeFileSync(configuration, configurationFor(port, options))
  // One process without workers: a killed master would leave its workers behind, and workers of root's nginx are
  // another user's, who may not enter the folder.
  const globals = 'daemon off; master_process off;'
  const child = spawn(program, ['-p', folder, '-c', configuration, '-e', 'stderr', '-g', globals], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (piece: Buffer) => {
    errors += piece.toString()
  })
  child.once('error', (error) => {
    errors += error.message
  })
  let isOver = false
  const ended = keepChild(child).finally(() => {
    isOver = true
  })

  const self: Nginx = {
    url: `http://127.0.0.1:${port}`,
    port,
    requests: () => readFileSync(join(folder, 'access.log'), 'utf8').split('\n').slice(0, -1),
    errors: () => errors,
    async stop() {
      kept.delete(self)
      child.kill('SIGTERM')
      await ended
      removeFolder()
    },
  }
  kept.add(self)
  try {
    await waitUntil(
      () => {
        if (isOver) throw new Error(`nginx ended at its start: ${errors}`)
        return answers(self.url)
      },
      20_000,
      () => errors,
    )
  } catch (error) {
    await self.stop()
    throw error
  }
  return self
}

/** The example, with the ports of this test; a line that is no longer found there is a mistake here. */
function configurationFor(port: number, { upstreams, perClient }: NginxOptions): string {
  const changes: (readonly [RegExp, (...found: string[]) => string])[] = [
    [/listen 127\.0\.0\.1:8080;/, () => `listen 127.0.0.1:${port};`],
    [
      exampleGateways,
      (_, indent = '', options = '') =>
        upstreams.map((each) => `${indent}server ${each.host}:${each.port}${options};\n`).join(''),
    ],
  ]
  if (perClient !== undefined)
    changes.push([/# (limit_conn clients) \d+;/, (_, limit) => `${limit} ${perClient};`])
  return changes.reduce(
    (text, [line, by]) => {
      if (!line.test(text)) throw new Error(`docs/nginx.conf has no line like ${line.source}.`)
      return text.replace(line, by)
    },
    readFileSync(example, 'utf8'),
  )
}

async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).arrayBuffer()
    return true
  } catch {
    return false
  }
}
