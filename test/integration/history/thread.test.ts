import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { openHistory } from '../../../src/main/history/history.ts'
import type { Port, PortEvents } from '../../../src/main/history/thread.ts'
import type { ThreadData } from '../../../src/main/history/wire.ts'
import { systemClock } from '../../../src/main/monitor/clock.ts'
import { historyProgram } from '../../../src/main/places.ts'
import { batch, endpointBatch, shelf, slot, t0 } from '../../helpers/history.ts'

it('has the file again after its thread was killed, and lacks nothing', async () => {
  const threads: Worker[] = []
  const said: string[] = []
  function start(data: ThreadData, { onMessage, onEnd }: PortEvents): Port {
    const thread = new Worker(historyProgram, { workerData: data })
    threads.push(thread)
    thread.on('message', onMessage).on('exit', () => onEnd('It was killed.'))
    return {
      post: (asked, transfer) => thread.postMessage(asked, [...transfer]),
      end: async () => void (await thread.terminate()),
    }
  }
  const say = (sentence: string): void => void said.push(sentence)
  const { file } = shelf()
  const history = await openHistory({ file, cap: 2 ** 30, clock: systemClock(), say, start })
  const write = (events: number): void =>
    history.write(batch(t0 + events, endpointBatch('a', { slots: [slot(t0 + events * 10_000, { events })] })))
  write(1)
  await threads[0]?.terminate()
  write(2)
  const range = { from: t0, to: t0 + 60_000, points: 6 }
  await expect
    .poll(async () => (await history.chart('a', range))?.events, { timeout: 15_000, interval: 200 })
    .toEqual([0, 1, 2, 0, 0, 0])
  expect(history.state()).toMatchObject({ file, trouble: null })
  expect(said[0]).toBe('The thread that keeps the history ended and is started again. It was killed.')
  await history.close()
})
