import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { recallEarlier } from '../../../src/main/history/earlier.ts'
import { openHistory } from '../../../src/main/history/history.ts'
import type { History } from '../../../src/main/history/types.ts'
import { systemClock } from '../../../src/main/monitor/clock.ts'
import { engine } from '../../helpers/engine.ts'
import { type WarpClock, warpClock } from '../../helpers/warp-clock.ts'
import { source, timeIn, total } from './rig.ts'

const minute = 60_000
const hour = 60 * minute

async function chartAround(history: History, clock: WarpClock) {
  const chart = await history.chart('it', {
    from: clock.wall() - 3 * hour,
    to: clock.wall() + 3 * hour,
    points: 1000,
  })
  if (chart === null) throw new Error('Nothing is on record.')
  return chart
}

it('keeps what was stored before the clock was set back by an hour, and adds what comes after it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'heartline-clock-'))
  const clock = warpClock()
  const said: string[] = []
  const { after, now } = systemClock()
  const open = () =>
    openHistory({
      file: join(folder, 'history.db'),
      cap: 2 ** 30,
      // The thread keeps to the time of this machine.
      clock: { after, now, wall: clock.wall },
      say: (sentence) => said.push(sentence),
    })
  const first = await open()
  onTestFinished(() => rm(folder, { recursive: true }))
  const { origin } = await source()

  const before = engine({ url: `${origin}/it` }, { clock, history: first })
  await before.phase('live')
  clock.skip(20 * minute)
  before.recorder?.flush()
  const stored = await chartAround(first, clock)
  expect(timeIn(stored)).toBeGreaterThan(20 * minute - 100)

  clock.setWall(-hour)
  clock.skip(5 * minute)
  before.recorder?.flush()
  const after5 = await chartAround(first, clock)
  expect(Math.abs(timeIn(after5) - timeIn(stored) - 5 * minute)).toBeLessThan(3000)
  expect(total(after5.attempts.live)).toBe(total(stored.attempts.live))
  before.close()
  await first.close()

  // Started anew, it finds a record that reaches beyond what the clock says now.
  const second = await open()
  const earlier = await recallEarlier(second, ['it'], clock.wall())
  const again = engine({ url: `${origin}/it` }, { clock, history: second, earlier })
  await again.phase('live')
  clock.skip(5 * minute)
  again.recorder?.flush()
  const after10 = await chartAround(second, clock)
  expect(Math.abs(timeIn(after10) - timeIn(after5) - 5 * minute)).toBeLessThan(5000)
  expect(total(after10.attempts.live)).toBe(total(after5.attempts.live) + 1)
  again.close()
  await second.close()
  expect(said).toEqual([])
})
