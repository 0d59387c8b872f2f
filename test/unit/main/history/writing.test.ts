import { expect, it } from 'vitest'
import type { Lost } from '../../../../src/main/history/backlog.ts'
import type { Batch } from '../../../../src/main/history/types.ts'
import { createWriting } from '../../../../src/main/history/writing.ts'
import type { Trouble } from '../../../../src/shared/screens.ts'
import { batch, endpointBatch, slot, t0 } from '../../../helpers/history.ts'
import { manualTimers } from '../../../helpers/manual-timers.ts'

const full: Trouble = { code: 'history-full', message: 'The disk is full.', hint: 'Make room.' }
const odd: Trouble = { code: 'history-failed', message: 'Something odd.', hint: 'Report it.' }

function rig() {
  const timers = manualTimers()
  const onDisk: Batch[] = []
  const told: (readonly [string | null, Lost | null])[] = []
  let refusal: Trouble | null = null
  let sends = 0
  const writing = createWriting({
    async send(one) {
      sends += 1
      if (refusal === null) onDisk.push(one)
      return refusal
    },
    clock: timers,
    bound: 2 ** 20,
    onTrouble: (trouble, lost) => told.push([trouble?.code ?? null, lost]),
  })
  return {
    writing,
    told,
    onDisk,
    refuse: (trouble: Trouble | null) => {
      refusal = trouble
    },
    sends: () => sends,
    /** Lets time pass, and what came of it. */
    async pass(ms: number) {
      timers.advance(ms)
      await writing.settled()
      await new Promise(setImmediate)
    },
  }
}

const at = (second: number): Batch =>
  batch(t0 + second * 1000, endpointBatch('a', { slots: [slot(t0 + Math.floor(second / 10) * 10_000)] }))

it('writes each batch at once, in order', async () => {
  const { writing, onDisk, told } = rig()
  writing.write(at(1))
  await writing.settled()
  writing.write(at(2))
  await writing.settled()
  expect(onDisk.map(({ until }) => until - t0)).toEqual([1000, 2000])
  expect(told).toEqual([])
  expect(writing.isDone()).toBe(true)
})

it('keeps what a full disk refuses, tells it once, tries again with a pause, and says when it is over', async () => {
  const { writing, onDisk, told, refuse, sends, pass } = rig()
  refuse(full)
  for (let second = 1; second <= 20; second++) {
    writing.write(at(second))
    await pass(1000)
  }
  expect(told).toEqual([['history-full', null]])
  expect(sends()).toBeLessThanOrEqual(5)
  expect(writing.isDone()).toBe(false)
  refuse(null)
  await pass(5000)
  expect(writing.isDone()).toBe(true)
  expect(told.at(-1)).toEqual([null, null])
  // The twenty seconds are three slots.
  const slots = onDisk.flatMap(({ endpoints }) =>
    endpoints.flatMap(({ slots: own }) => own.map((one) => one.at - t0)),
  )
  expect(slots).toEqual([0, 10_000, 20_000])
  expect(onDisk.at(-1)?.until).toBe(t0 + 20_000)
})

it('lets a batch go that fails for no reason of the disk, so that it holds up none behind it', async () => {
  const { writing, onDisk, told, refuse, pass } = rig()
  refuse(odd)
  writing.write(at(1))
  await pass(1000)
  await pass(5000)
  refuse(odd)
  await pass(5000)
  refuse(null)
  writing.write(at(100))
  await pass(5000)
  expect(onDisk.map(({ until }) => until - t0)).toEqual([100_000])
  expect(told.at(-1)).toEqual([null, { from: t0 + 1000, to: t0 + 1000 }])
})

it('tells of a disk that does not answer, and that it does again', async () => {
  const timers = manualTimers()
  const told: (string | null)[] = []
  const answers: (() => void)[] = []
  const writing = createWriting({
    send: () => new Promise((resolve) => answers.push(() => resolve(null))),
    clock: timers,
    bound: 2 ** 20,
    onTrouble: (trouble) => told.push(trouble?.code ?? null),
  })
  writing.write(at(1))
  timers.advance(9999)
  writing.write(at(2))
  expect(told).toEqual([])
  timers.advance(1)
  expect(told).toEqual(['history-slow'])
  while (!writing.isDone()) {
    answers.shift()?.()
    await new Promise(setImmediate)
  }
  expect(told).toEqual(['history-slow', null])
})

it('tries at once where it is asked to, as at the end', async () => {
  const { writing, refuse, onDisk } = rig()
  refuse(full)
  writing.write(at(1))
  await writing.settled()
  refuse(null)
  await writing.retry()
  expect(onDisk).toHaveLength(1)
  writing.close()
})
