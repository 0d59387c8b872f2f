import { readdir } from 'node:fs/promises'
import { setTimeout as pass } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { heldUp } from '../../helpers/held-up.ts'
import { installation, source, timeIn, total } from './rig.ts'

/** `HEARTLINE_KILLS=20` makes it as many as were promised; crash.test.ts kills a bare writer so often in every run. */
const rounds = Number(process.env.HEARTLINE_KILLS ?? 6)
const day = 86_400_000

it(
  `loses a second at most when it is killed while it writes, ${rounds} times, and its times add up`,
  async () => {
    const server = await source(20)
    const ids = Array.from({ length: 50 }, (_, index) => `stream-${index}`)
    const { start, dataDir } = await installation({
      endpoints: ids.map((id) => [id, `${server.origin}/${id}`] as const),
    })
    const held = heldUp()
    const kills: number[] = []
    for (let round = 0; round < rounds; round++) {
      const { process } = await start()
      // Anywhere between two batches, and within one.
      await pass(1100 + Math.round((round * 1000) / rounds))
      process.child.kill('SIGKILL')
      kills.push(Date.now())
      await process.ended
      expect(process.stderr()).toBe('')
    }

    const last = await start()
    await pass(1000)
    for (const id of ids) {
      const history = await last.history(id)
      const gaps = history.transitions
        .filter(({ phase }) => phase === 'unwatched')
        .map(({ at }) => Date.parse(at))
      expect(gaps).toHaveLength(rounds)
      const missing = gaps.map((at, round) => (kills[round] ?? 0) - at)
      expect(Math.max(...missing)).toBeLessThan(1000 + held())
      const begun = Date.parse(history.transitions[0]?.at ?? '')
      expect(Math.abs(timeIn(history) - (Date.parse(history.to) - begun))).toBeLessThan(500)
      // A request of a second that was lost is lost with it.
      const requests = server.asked(`/${id}`).length
      expect(total(history.attempts.live)).toBeLessThanOrEqual(requests)
      expect(total(history.attempts.live)).toBeGreaterThanOrEqual(requests - 1)
      const fromDisk = await last.history(id, Date.now() - day)
      expect(Math.abs(timeIn(fromDisk) - timeIn(history))).toBeLessThan(2000)
    }
    expect((await readdir(dataDir)).filter((name) => name.includes('damaged'))).toEqual([])
    await last.end()
  },
  60_000 + rounds * 10_000,
)
