/**
 * What the history costs on the disk (2-architecture.md, "History"): `node test/bench/history.ts`. A month of
 * BENCH_STREAMS endpoints (200) is made up, in all tiers as the program itself would have them, in a folder under the
 * system's temporary one (BENCH_DIR for another); then charts, recall, writing and the size are measured.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openHistoryStore } from '../../src/main/history/store.ts'
import type { HistoryStore } from '../../src/main/history/types.ts'
import { batchAt, fillHistory, idOf } from '../helpers/made-up-history.ts'
import { setting } from './compare.ts'

const streams = setting('BENCH_STREAMS', 200)
const cap = 2 ** 30
const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** The month ends here; half an hour into an hour, so that not everything is folded. */
const now = Date.UTC(2026, 10, 20, 12, 30)

const dir = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'heartline-bench-'))
const file = join(dir, 'history.db')
const options = { cap, wall: () => now, tell: console.error }

const ids = Array.from({ length: streams }, (_, endpoint) => idOf(endpoint))

function open(): HistoryStore {
  return openHistoryStore(file, options)
}

function ms(work: () => unknown): number {
  const began = performance.now()
  work()
  return performance.now() - began
}

/** What of it was spent computing: on a machine that others use, the rest is waiting for them. */
function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

function spread(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number): string =>
    (sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN).toFixed(1)
  return `${at(0.5)} (worst ${at(1)})`
}

/** Each endpoint once, so that none finds its rows warm. */
function charts(store: HistoryStore, spanMs: number, points: number) {
  const range = { from: now - spanMs, to: now, points }
  const cpu: number[] = []
  const all = ids.map((id) => ms(() => cpu.push(cpuMs(() => store.chart(id, range)))))
  return { ms: spread(all), 'CPU, ms': spread(cpu) }
}

const made = ms(() => fillHistory(file, { endpoints: streams, from: now - 30 * dayMs, to: now }))
const opened = ms(() => open().close())
const store = open()
const { size } = store.state()
const recall = ms(() => store.recall(ids, now))
const asked = [
  { range: '30 d', points: 720 },
  { range: '30 d', points: 2000 },
  { range: '7 d', points: 720 },
  { range: '24 h', points: 720 },
  { range: '6 h', points: 720 },
  { range: '1 h', points: 360 },
].map(({ range, points }) => {
  const spanMs = Number.parseInt(range, 10) * (range.endsWith('d') ? dayMs : hourMs)
  return { range, points, ...charts(store, spanMs, points) }
})
console.table(asked)

/** A batch a second with one slot for each endpoint, as the program writes them. */
function writing(seconds: number): readonly number[] {
  return Array.from({ length: seconds }, (_, second) => {
    const slot = now + Math.floor(second / 10) * 10_000
    const batch = batchAt(streams, slot, now + (second + 1) * 1000)
    return ms(() => store.write(batch))
  })
}

/** Bytes that the log grew by: it is empty before, and nothing is taken over from it meanwhile. */
function logged(seconds: number): number {
  const before = store.state().size
  writing(seconds)
  return (store.state().size - before) / seconds
}

while (store.tidy(now));
const [logBytes, written] = [logged(10), writing(120)]
store.close()
rmSync(dir, { recursive: true })

console.table({
  endpoints: streams,
  'made up in, s': Number((made / 1000).toFixed(1)),
  'file, MB': Number((size / 2 ** 20).toFixed(1)),
  'cap, MB': cap / 2 ** 20,
  'open, ms': Number(opened.toFixed(1)),
  'recall of all, ms': Number(recall.toFixed(1)),
  'batch, ms': spread(written),
  'log, KB/s': Number((logBytes / 1024).toFixed(1)),
})
