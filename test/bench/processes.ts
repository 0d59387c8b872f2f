import { type ChildProcess, fork, type Serializable } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ask, Reading } from './probe.ts'

const here = import.meta.dirname

/** Starts a program of the bench with its probe; `NODE_ARGS` adds arguments for Node, such as a profiler's. */
export function start(file: string, args: readonly string[]): ChildProcess {
  const extra = (process.env.NODE_ARGS ?? '').split(' ').filter((text) => text !== '')
  return fork(join(here, file), [...args], {
    execArgv: ['--expose-gc', '--import', join(here, 'probe.ts'), ...extra],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
}

/** The next message that has `key`. Rejects where the process tells of a failure or ends first. */
export function told<Value>(child: ChildProcess, key: string): Promise<Value> {
  return new Promise((resolve, reject) => {
    const gone = (): void => reject(new Error(`A process ended before it told its ${key}.`))
    const look = (message: Record<string, unknown>): void => {
      if (message.failed) reject(new Error(String(message.failed)))
      if (!(key in message)) return
      child.off('message', look)
      child.off('exit', gone)
      resolve(message[key] as Value)
    }
    child.on('message', look)
    child.once('exit', gone)
  })
}

/** Sends a message and waits for the answer that has `key`. */
export function askFor<Value>(child: ChildProcess, message: Serializable, key: string): Promise<Value> {
  const answer = told<Value>(child, key)
  child.send(message)
  return answer
}

export function reading(child: ChildProcess, collect = false): Promise<Reading> {
  const ask: Ask = { ask: 'reading', collect }
  return askFor<Reading>(child, ask, 'reading')
}

/** The memory that stays: what a collection can free is freed first, and given time to be given back. */
export async function restingBytes(child: ChildProcess): Promise<number> {
  await reading(child, true)
  await sleep(500)
  return (await reading(child, true)).rss
}

const quietShare = 0.2
const lookEveryMs = 250
const mostLooks = 120

/** Waits until the process has worked off what it was given. */
export async function settled(child: ChildProcess): Promise<void> {
  let before = (await reading(child)).cpu
  for (let look = 0; look < mostLooks; look++) {
    await sleep(lookEveryMs)
    const { cpu } = await reading(child)
    if (cpu - before < lookEveryMs * 1000 * quietShare) return
    before = cpu
  }
  throw new Error('A contestant was still busy half a minute after it was given its work.')
}

export async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
}
