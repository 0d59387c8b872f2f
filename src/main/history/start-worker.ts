import { Worker } from 'node:worker_threads'
import { historyProgram } from '../places.ts'
import type { Port, PortEvents } from './thread.ts'
import type { ThreadData } from './wire.ts'

/** A life of the history's thread, in `node:worker_threads`. It does not keep the process alive. */
export function startWorker(data: ThreadData, { onMessage, onEnd }: PortEvents): Port {
  const worker = new Worker(historyProgram, { workerData: data, name: 'history' })
  let why = 'It gave no reason.'
  let isEnding = false
  worker.on('message', onMessage)
  worker.on('error', (error) => {
    why = error instanceof Error ? error.message : String(error)
  })
  worker.on('exit', () => {
    if (!isEnding) onEnd(why)
  })
  worker.unref()
  return {
    post: (asked, transfer) => worker.postMessage(asked, [...transfer]),
    async end() {
      isEnding = true
      await worker.terminate()
    },
  }
}
