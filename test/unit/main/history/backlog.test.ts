import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Backlog, createBacklog } from '../../../../src/main/history/backlog.ts'
import type { Batch } from '../../../../src/main/history/types.ts'
import type { IncidentRecord } from '../../../../src/main/monitor/incidents/types.ts'
import { batch, endpointBatch, memory, slot, t0 } from '../../../helpers/history.ts'

const second = 1000
const minute = 60 * second
const roomy = 32 * 2 ** 20

function incident(id: string, cause = 'It fell.'): IncidentRecord {
  const times = { start: t0, end: null, acknowledgedAt: null }
  return { id, kind: 'outage', endpoints: ['a'], cause, flapping: false, notes: '', evidence: [], ...times }
}

/** What lies on a disk that took the batches in this order. */
function disk(batches: readonly Batch[]) {
  const slots = new Map<string, string>()
  const transitions: string[] = []
  const memories = new Map<string, unknown>()
  const incidents = new Map<string, IncidentRecord>()
  let until = 0
  for (const one of batches) {
    if (one.endpoints.length > 0) until = one.until
    for (const endpoint of one.endpoints) {
      for (const { at, era, body } of endpoint.slots) slots.set(`${endpoint.id} ${era} ${at}`, body.join())
      transitions.push(...endpoint.transitions.map(({ at }) => `${endpoint.id} ${at}`))
      if (endpoint.memory !== null) memories.set(endpoint.id, endpoint.memory)
    }
    for (const record of one.incidents.put) incidents.set(record.id, record)
    for (const id of one.incidents.withdrawn) incidents.delete(id)
  }
  return { slots, transitions: transitions.sort(), memories, incidents, until }
}

function drained(backlog: Backlog): Batch[] {
  const all: Batch[] = []
  for (let next = backlog.next(); next !== null; next = backlog.next()) {
    all.push(next)
    backlog.written()
  }
  return all
}

const ids = ['a', 'b', 'c']
const anyBatch = fc.record({
  present: fc.subarray(ids),
  place: fc.nat(3),
  events: fc.nat(200),
  moves: fc.boolean(),
  remembers: fc.boolean(),
  put: fc.subarray(ids),
  withdrawn: fc.subarray(ids),
})

function batchOf(step: number, one: typeof anyBatch extends fc.Arbitrary<infer T> ? T : never): Batch {
  const until = t0 + step * 40 * second
  const endpoints = one.present.map((id) =>
    endpointBatch(id, {
      slots: [slot(t0 + one.place * 10 * second, { events: one.events })],
      transitions: one.moves ? [{ at: until, phase: 'live', health: null, reason: 'It opened.' }] : [],
      memory: one.remembers ? { ...memory, lastEventId: String(step) } : null,
    }),
  )
  const put = one.put.map((id) => incident(id, `At ${step}.`))
  return {
    until,
    endpoints,
    incidents: { put, withdrawn: one.withdrawn.filter((id) => !one.put.includes(id)) },
  }
}

describe('what waits for the disk', () => {
  it('comes to the same on the disk as if each batch had been written at once', () => {
    const act = fc.constantFrom('wait', 'write', 'refuse')
    fc.assert(
      fc.property(fc.array(fc.tuple(anyBatch, act), { maxLength: 30 }), (steps) => {
        const backlog = createBacklog(roomy)
        const all: Batch[] = []
        const written: Batch[] = []
        steps.forEach(([one, what], step) => {
          all.push(batchOf(step, one))
          backlog.add(batchOf(step, one))
          const next = what === 'wait' ? null : backlog.next()
          if (next === null) return
          if (what === 'refuse') backlog.refused()
          else {
            written.push(next)
            backlog.written()
          }
        })
        expect(disk([...written, ...drained(backlog)])).toEqual(disk(all))
        expect(backlog.lost()).toBeNull()
      }),
    )
  })

  it('takes nothing into what is under way: it would be gone with it', () => {
    const backlog = createBacklog(roomy)
    backlog.add(batch(t0, endpointBatch('a', { slots: [slot(t0)] })))
    const underWay = backlog.next()
    backlog.add(batch(t0 + second, endpointBatch('a', { slots: [slot(t0 + 10 * second)] })))
    expect(underWay?.endpoints[0]?.slots).toHaveLength(1)
    backlog.written()
    expect(drained(backlog).flatMap(({ endpoints }) => endpoints[0]?.slots.map(({ at }) => at))).toEqual([
      t0 + 10 * second,
    ])
  })

  it('keeps apart what names other endpoints: one that is left out was not watched then', () => {
    const backlog = createBacklog(roomy)
    backlog.add(batch(t0, endpointBatch('a'), endpointBatch('b')))
    backlog.add(batch(t0 + second, endpointBatch('a')))
    backlog.add(batch(t0 + 2 * second, endpointBatch('a')))
    expect(
      drained(backlog).map(({ until, endpoints }) => [until - t0, endpoints.map(({ id }) => id)]),
    ).toEqual([
      [0, ['a', 'b']],
      [2 * second, ['a']],
    ])
  })

  it('lets the oldest slots give way beyond its bound, tells which, and never gives up ids and incidents', () => {
    const backlog = createBacklog(40_000)
    for (let at = t0; at < t0 + 60 * minute; at += 10 * second) {
      const isFirst = at === t0
      backlog.add({
        ...batch(at, endpointBatch('a', { slots: [slot(at)], memory: isFirst ? memory : null })),
        incidents: { put: isFirst ? [incident('first')] : [], withdrawn: [] },
      })
    }
    const kept = disk(drained(backlog))
    expect(kept.memories.get('a')).toEqual(memory)
    expect([...kept.incidents.keys()]).toEqual(['first'])
    const lost = backlog.lost()
    expect(lost?.from).toBe(t0)
    const keptTimes = [...kept.slots.keys()].map((key) => Number(key.split(' ')[2]))
    expect(Math.min(...keptTimes)).toBe((lost?.to ?? 0) + 10 * second)
    expect(Math.max(...keptTimes)).toBe(t0 + 60 * minute - 10 * second)
    expect(keptTimes.length).toBeGreaterThan(100)
  })

  it('counts what nobody can write as lost, and goes on with what follows', () => {
    const backlog = createBacklog(roomy)
    backlog.add(batch(t0, endpointBatch('a')))
    backlog.next()
    backlog.add(batch(t0 + second, endpointBatch('a')))
    backlog.giveUp()
    expect(backlog.lost()).toEqual({ from: t0, to: t0 })
    expect(backlog.next()?.until).toBe(t0 + second)
  })
})
