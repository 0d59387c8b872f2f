import { beforeEach, describe, expect, it } from 'vitest'
import { createListing, restMs } from '../../../../src/renderer/incidents/listing.ts'
import type { Call } from '../../../../src/renderer/use-app.ts'
import type { CommandInput } from '../../../../src/shared/contract.ts'
import type { IncidentView } from '../../../../src/shared/view.ts'
import { incidentOf } from '../../../helpers/fake-incidents.ts'

let now = 0
let told: readonly IncidentView[] = []
let refused = false
let asked: CommandInput<'incidents.list'>[] = []
/** Answers wait for this where the test sets it. */
let gate: Promise<void> | null = null

const call = (async (_command: string, input: CommandInput<'incidents.list'>) => {
  asked.push(input)
  const incidents = told
  await gate
  return refused
    ? { ok: false, error: { code: 'busy', message: 'Not now.', hint: '' } }
    : { ok: true, value: { incidents, more: false } }
}) as unknown as Call

const open = () => createListing({ call, now: () => now, nameOf: (id) => id, memory: remembering() })
function remembering() {
  let kept: string | null = null
  return {
    read: () => kept,
    write: (text: string) => {
      kept = text
    },
  }
}

type Opened = ReturnType<typeof open>
const shown = (listing: Opened) => listing.getState().shown.map(({ id }) => id)
const selected = (listing: Opened) => [...listing.getState().selected]
const made = (...ids: readonly string[]) => ids.map((id) => incidentOf(id))

beforeEach(() => {
  now = 1_000_000
  told = made('c', 'b', 'a')
  refused = false
  asked = []
  gate = null
})

it('keeps what it knows, and the very objects that did not change', async () => {
  const listing = open()
  await listing.look()
  const [first] = listing.getState().shown
  told = [incidentOf('c', { durationMs: 999 }), incidentOf('b', { notes: 'seen' }), incidentOf('a')]
  await listing.look()
  expect(listing.getState().shown[0]).toBe(first)
  expect(listing.getState().shown[1]?.notes).toBe('seen')
  refused = true
  await listing.look()
  expect(shown(listing)).toEqual(['c', 'b', 'a'])
  expect(listing.getState().error?.message).toBe('Not now.')
})

describe('does not move', () => {
  it('under the pointer, but for a moment only', async () => {
    const listing = open()
    await listing.look()
    listing.rest()
    told = [incidentOf('d'), ...made('c', 'b')]
    await listing.look()
    expect(shown(listing)).toEqual(['c', 'b', 'a'])
    expect(listing.getState().waiting).toBe(1)
    now += restMs
    await listing.look()
    expect(shown(listing)).toEqual(['d', 'c', 'b'])
    expect(listing.getState().waiting).toBe(0)
  })

  it('while some are selected or it is scrolled away; an incident that changed shows it in its place', async () => {
    const listing = open()
    await listing.look()
    listing.select('b', false)
    told = [incidentOf('d'), incidentOf('c', { notes: 'seen' }), ...made('b', 'a')]
    await listing.look()
    expect(shown(listing)).toEqual(['c', 'b', 'a'])
    expect(listing.getState().shown[0]?.notes).toBe('seen')
    listing.renew()
    expect(shown(listing)).toEqual(['d', 'c', 'b', 'a'])
    listing.selectOnly([])
    listing.scrolled(true)
    told = [incidentOf('e'), ...told]
    await listing.look()
    expect(shown(listing)).toEqual(['d', 'c', 'b', 'a'])
  })
})

it('asks anew for another time and kind alone, and an answer to the earlier question is dropped', async () => {
  const listing = open()
  await listing.look()
  listing.narrow({ search: 'x' })
  expect(asked).toHaveLength(1)
  const held = Promise.withResolvers<void>()
  gate = held.promise
  listing.narrow({ search: '' })
  const slow = listing.look()
  told = made('z')
  gate = null
  listing.narrow({ kinds: ['replay'] })
  held.resolve()
  await slow
  expect(asked.at(-1)?.kinds).toEqual(['replay'])
  expect(listing.getState().known?.map(({ id }) => id)).toEqual(['z'])
})

it('shows at once what was done, and no answer from before that', async () => {
  const listing = open()
  await listing.look()
  const held = Promise.withResolvers<void>()
  gate = held.promise
  const late = listing.look()
  listing.amend([incidentOf('b', { acknowledgedAt: '2026-11-20T12:00:00.000Z' })])
  held.resolve()
  await late
  expect(listing.getState().shown[1]?.acknowledgedAt).toBe('2026-11-20T12:00:00.000Z')
})

it('moves the keyboard, draws ranges, and gives the place of what is gone to what stands there now', async () => {
  const listing = open()
  expect(listing.move(1)).toBeNull()
  await listing.look()
  expect(listing.move(1)).toBe(0)
  expect(listing.extend(1)).toBe(1)
  expect(selected(listing)).toEqual(['c', 'b'])
  listing.select('a', true)
  expect(selected(listing)).toEqual(['c', 'b', 'a'])
  listing.select('b', false)
  expect(selected(listing)).toEqual(['c', 'a'])
  listing.selectOnly([])
  listing.focus('b')
  told = made('c', 'a')
  await listing.look()
  expect(listing.getState().current).toBe('a')
  expect(listing.move(Infinity)).toBe(1)
})
