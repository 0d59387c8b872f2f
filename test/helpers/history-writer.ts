/**
 * A process that writes the history given as its argument as fast as it can, until it is killed: `node
 * test/helpers/history-writer.ts FILE`. Each batch is five minutes of twenty endpoints; a line on standard output says
 * up to when the history is written.
 */
import { writeSync } from 'node:fs'
import { encodeRollup } from '../../src/main/history/codec.ts'
import { openHistoryStore } from '../../src/main/history/store.ts'
import { idOf, madeUp } from './made-up-history.ts'

const endpoints = 20
const batchMs = 300_000
const slotMs = 10_000
/** Where the first run begins. */
export const start = Date.UTC(2026, 10, 20)

function write(file: string): never {
  const tell = ({ message }: { readonly message: string }) => writeSync(1, `trouble: ${message}\n`)
  const store = openHistoryStore(file, { cap: 2 ** 30, wall: () => start, tell })
  let until = store.recall([idOf(0)], start).get(idOf(0))?.until ?? start
  while (true) {
    const from = until
    until += batchMs
    const batches = Array.from({ length: endpoints }, (_, endpoint) => ({
      id: idOf(endpoint),
      slots: Array.from({ length: batchMs / slotMs }, (_, slot) => {
        const at = from + slot * slotMs
        return { at, era: 1, body: encodeRollup(madeUp(endpoint, at)) }
      }),
      longSpans: [],
      transitions: [{ at: from, phase: 'live' as const, health: null, reason: 'The stream is open.' }],
      memory: null,
    }))
    store.write({ until, endpoints: batches, incidents: { put: [], withdrawn: [] } })
    writeSync(1, `${until}\n`)
    store.tidy(until)
  }
}

const [file] = process.argv.slice(2)
if (import.meta.main && file !== undefined) write(file)
