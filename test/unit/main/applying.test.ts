import { expect, it } from 'vitest'
import { createApplying } from '../../../src/main/applying.ts'
import type { Recalled } from '../../../src/main/monitor/recording.ts'
import type { EndpointSettings } from '../../../src/shared/settings.ts'
import { endpointSettings } from '../../helpers/endpoint-settings.ts'
import { viewOf } from '../../helpers/views.ts'

function rig(ids: readonly string[], remembers = true) {
  let wanted = ids.map((id): EndpointSettings => ({ ...endpointSettings(), id }))
  const watched = new Map<string, Recalled | null>()
  const asked: { ids: readonly string[]; answer: () => void }[] = []
  const applying = createApplying({
    fleet: {
      apply(settings, recalled) {
        const kept = new Set(settings.map(({ id }) => id))
        for (const id of watched.keys()) if (!kept.has(id)) watched.delete(id)
        for (const id of kept) if (!watched.has(id)) watched.set(id, recalled?.get(id) ?? null)
      },
      view: (id) => (watched.has(id) ? viewOf(id) : null),
    },
    wanted: () => wanted,
    isKept: (id) => !id.startsWith('demo'),
    recall: remembers
      ? (missing) =>
          new Promise((resolve) => {
            asked.push({ ids: missing, answer: () => resolve(new Map(missing.map((id) => [id, past]))) })
          })
      : null,
  })
  return {
    applying,
    asked,
    watched,
    want(...next: readonly string[]) {
      wanted = next.map((id) => ({ ...endpointSettings(), id }))
      applying.refresh()
    },
  }
}

const past: Recalled = { memory: null, until: 1000, slots: [], transitions: [] }
const moment = () => new Promise(setImmediate)

it('adds at runtime what it was told to watch, with what is on record of it; the rest changes at once', async () => {
  const { applying, asked, watched, want } = rig(['a', 'b'])
  applying.begin(new Map([['a', past]]))
  expect([...watched]).toEqual([
    ['a', past],
    ['b', null],
  ])
  want('a', 'c')
  expect([...watched.keys()]).toEqual(['a'])
  expect(asked.map(({ ids }) => ids)).toEqual([['c']])
  asked[0]?.answer()
  await moment()
  expect(watched.get('c')).toBe(past)
})

it('waits for nothing where nothing can be on record', () => {
  const { applying, asked, watched, want } = rig(['a'])
  applying.begin(new Map())
  want('a', 'demo-b')
  expect([...watched.keys()]).toEqual(['a', 'demo-b'])
  expect(asked).toEqual([])
})

it('lets a newer wish overtake one that still waits for the disk', async () => {
  const { applying, asked, watched, want } = rig(['a'])
  applying.begin(new Map())
  want('a', 'b')
  want('a')
  asked[0]?.answer()
  await moment()
  expect([...watched.keys()]).toEqual(['a'])
  want('a', 'c')
  applying.close()
  asked[1]?.answer()
  await moment()
  expect([...watched.keys()]).toEqual(['a'])
})

it('watches nothing before the begin, and all at once without a history', () => {
  const { applying, watched, want } = rig(['a'], false)
  want('a', 'b')
  expect([...watched.keys()]).toEqual([])
  applying.begin(new Map())
  want('a', 'b', 'c')
  expect([...watched.keys()]).toEqual(['a', 'b', 'c'])
})
