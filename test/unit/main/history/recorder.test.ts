import { expect, it } from 'vitest'
import { decodeRollup } from '../../../../src/main/history/codec.ts'
import { createRecorder } from '../../../../src/main/history/recorder.ts'
import type { Batch } from '../../../../src/main/history/types.ts'
import type { IncidentRecord } from '../../../../src/main/monitor/incidents/types.ts'
import type { Recording } from '../../../../src/main/monitor/recording.ts'
import { memory, noIncidents, rollup, t0 } from '../../../helpers/history.ts'
import { manualClock } from '../../../helpers/manual-clock.ts'

function rig(id = 'a', found: Batch['incidents'] = noIncidents) {
  const clock = manualClock(t0)
  const written: Batch[] = []
  let events = 0
  let watched = true
  /** Milliseconds that the clock did not see. */
  const unseen: number[] = []
  const look = (): void => clock.moveOn(unseen.pop() ?? 0)
  const recordings = (): Recording[] =>
    watched
      ? [
          {
            id,
            slots: [{ at: t0, era: 4, rollup: rollup({ events }) }],
            longSpans: [],
            transitions: [],
            memory: events === 1 ? memory : null,
          },
        ]
      : []
  const recorder = createRecorder({
    clock,
    fleet: {
      record() {
        look()
        events += 1
        return recordings()
      },
    },
    incidents: { drain: () => found },
    isKept: (id) => !id.startsWith('demo'),
    beforeRecording: look,
    history: { write: (one) => written.push(one) },
  })
  return {
    clock,
    recorder,
    written,
    unwatch: () => {
      watched = false
    },
    sleep(ms: number) {
      clock.suspend(ms)
      unseen.push(ms)
    },
  }
}

it('writes within a second what happened, and at once when it is asked to', () => {
  const { clock, recorder, written } = rig()
  clock.advance(2500)
  expect(written.map(({ until }) => until - t0)).toEqual([800, 1600, 2400])
  recorder.flush()
  expect(written.at(-1)?.until).toBe(t0 + 2500)
  const [slot] = written.at(-1)?.endpoints[0]?.slots ?? []
  expect(slot).toMatchObject({ at: t0, era: 4 })
  expect(slot && decodeRollup(slot.body).events).toBe(4)
  expect(written.map(({ endpoints }) => endpoints[0]?.memory)).toEqual([memory, null, null, null])
})

it('is on record up to now where this machine slept, whoever finds that out first', () => {
  const { clock, written, sleep } = rig()
  clock.advance(500)
  sleep(3_600_000)
  clock.advance(300)
  expect(written.at(-1)?.until).toBe(clock.wall())
})

it('writes the last of it at the end, and nothing after', () => {
  const { clock, recorder, written } = rig()
  clock.advance(300)
  recorder.close()
  expect(written).toHaveLength(1)
  clock.advance(10_000)
  expect(written).toHaveLength(1)
})

it('writes nothing where nothing is watched', () => {
  const { clock, written, unwatch } = rig()
  unwatch()
  clock.advance(10_000)
  expect(written).toEqual([])
})

it('keeps nothing of endpoints that are gone with this run, and the incidents of the others', () => {
  const about = (...endpoints: string[]): IncidentRecord => ({ ...incident, id: endpoints.join(), endpoints })
  const put = [about('demo-a'), about('demo-a', 'b'), about()]
  const { clock, written } = rig('demo-a', { put, withdrawn: [] })
  clock.advance(1000)
  expect(written[0]?.endpoints).toEqual([])
  expect(written[0]?.incidents.put.map(({ id }) => id)).toEqual(['demo-a,b', ''])
})

const incident: IncidentRecord = {
  id: 'outage-1',
  kind: 'outage',
  endpoints: [],
  start: t0,
  end: null,
  cause: 'It fell.',
  flapping: false,
  notes: '',
  acknowledgedAt: null,
  evidence: [],
}
