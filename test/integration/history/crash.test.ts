import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { shelf } from '../../helpers/history.ts'
import { start } from '../../helpers/history-writer.ts'
import { idOf } from '../../helpers/made-up-history.ts'

const writer = join(import.meta.dirname, '..', '..', 'helpers', 'history-writer.ts')
const batchMs = 300_000

/** Lets it write for a while, kills it in the midst, and returns up to when it said that it has written. */
async function writeAndKill(file: string, lines: number): Promise<number> {
  const child = spawn(process.execPath, [writer, file], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exit = once(child, 'exit')
  let told = ''
  for await (const chunk of child.stdout) {
    told += String(chunk)
    if (told.split('\n').length > lines && !child.killed) {
      await sleep(Math.random() * 20)
      child.kill('SIGKILL')
    }
  }
  await exit
  expect(told).not.toContain('trouble')
  return Number(told.split('\n').at(-2))
}

it('A history whose writer is killed 20 times opens, lacks one batch at most, and its times add up', async () => {
  const place = shelf()
  for (let time = 0; time < 20; time++) {
    const said = await writeAndKill(place.file, 1 + Math.floor(Math.random() * 30))
    const store = place.open()
    const until = store.recall([idOf(0)], said).get(idOf(0))?.until ?? 0
    expect([said, said + batchMs]).toContain(until)
    for (const endpoint of [0, 7, 19]) {
      for (const points of [1, 200, 2000]) {
        const phases = store.chart(idOf(endpoint), { from: start, to: until, points })?.phaseMs ?? {}
        const spent = Object.values(phases)
          .flat()
          .reduce((sum, ms) => sum + ms, 0)
        expect(spent).toBe(until - start)
      }
    }
    store.close()
  }
  expect(place.troubles).toEqual([])
}, 120_000)
