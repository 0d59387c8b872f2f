import { parentPort, workerData } from 'node:worker_threads'
import { systemClock } from '../monitor/clock.ts'
import { serveHistory } from './serving.ts'
import { openHistoryStore } from './store.ts'
import type { FromThread, ThreadData } from './wire.ts'

/** The history's thread: wiring only. */

if (parentPort === null) throw new Error('The history runs in a thread of its own.')
const port = parentPort
const { file, cap }: ThreadData = workerData
const { wall, after } = systemClock()
const post = (message: FromThread, transfer: readonly ArrayBuffer[] = []): void =>
  port.postMessage(message, [...transfer])

const store = openHistoryStore(file, { cap, wall, tell: (trouble) => post({ type: 'told', trouble }) })
port.on('message', serveHistory({ store, post, wall, after }))
