import { expect, test } from 'vitest'
import { createDigests } from '../../../../../src/main/monitor/watching/digest.ts'
import { digestSentence, type Standing } from '../../../../../src/main/monitor/watching/digest-words.ts'
import type { Pulse, Turn } from '../../../../../src/main/monitor/watching/types.ts'
import type { PhaseName } from '../../../../../src/shared/view.ts'
import { manualClock } from '../../../../helpers/manual-clock.ts'

const minute = 60_000

const standing = (
  back: number,
  failed: readonly string[],
  trying: readonly string[],
  away = 0,
): Standing => ({
  back,
  failed,
  trying,
  away,
})
const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `s${index + 1}`)

test.each<[string, Standing, boolean]>([
  ['48 of 50 streams are back; 2 failed: orders, billing.', standing(48, ['orders', 'billing'], []), true],
  ['All 50 streams are back.', standing(50, [], []), true],
  ['The one stream is back.', standing(1, [], []), true],
  ['The one stream is not back; 1 failed: orders.', standing(0, ['orders'], []), true],
  ['1 of 2 streams is back; 1 is connecting.', standing(1, [], ['orders']), false],
  ['0 of 3 streams are back; 3 are connecting.', standing(0, [], many(3)), false],
  ['0 of 3 streams are back; 3 wait for the network.', standing(0, [], many(3), 3), false],
  [
    '1 of 3 streams is back; 1 failed: orders; 1 is still trying: s1.',
    standing(1, ['orders'], many(1)),
    true,
  ],
  ['1 of 9 streams is back; 8 failed: s1, s2, s3, s4, s5 and 3 more.', standing(1, many(8), []), true],
  ['1 of 7 streams is back; 6 failed: s1, s2, s3, s4, s5, s6.', standing(1, many(6), []), true],
])('says: %s', (words, state, isFinal) => {
  expect(digestSentence('sleep', 432 * minute, state, isFinal)).toBe(`Asleep for 7 h 12 min. ${words}`)
})

test('has words for each cause', () => {
  const back = standing(2, [], [])
  expect(digestSentence('offline', 3 * minute, back, true)).toBe('Offline for 3 min. All 2 streams are back.')
  expect(digestSentence('local', 3 * minute, back, true)).toBe(
    "This machine's network was at fault for 3 min. All 2 streams are back.",
  )
})

/** Endpoints that are moved by hand, and the digests over them. */
function rig(...ids: readonly string[]) {
  const clock = manualClock()
  const pulses = new Map<string, Pulse>()
  const listeners = new Set<(turn: Turn) => void>()
  const kept: string[] = []
  for (const id of ids) set(id, 'waiting')

  function set(id: string, phase: PhaseName): void {
    const from = pulses.get(id)?.phase ?? 'stopped'
    pulses.set(id, {
      id,
      name: id.toUpperCase(),
      phase,
      health: null,
      away: phase === 'unwatched' ? 'offline' : null,
      site: 'a',
      lastSignAt: null,
      outageSince: null,
      intervalMs: null,
      failure: null,
    })
    for (const listener of listeners) listener({ id, at: clock.now(), from, to: phase, failure: null })
  }

  const digests = createDigests({
    clock,
    fleet: {
      pulses: () => [...pulses.values()],
      onTurn(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    onChange: () => undefined,
    onDigest: ({ sentence }) => kept.push(sentence),
  })
  return {
    clock,
    digests,
    set,
    kept,
    remove: (id: string) => pulses.delete(id),
    begin(cause: 'sleep' | 'offline' | 'local', ms: number) {
      const to = clock.now()
      digests.begin({ cause, from: to - ms, to, endpoints: ids })
    },
    sentence: () => digests.current()?.sentence ?? null,
  }
}

test('goes with what comes back, until nothing more is awaited', () => {
  const { clock, begin, set, sentence } = rig('a', 'b', 'c')
  begin('sleep', 10 * minute)
  expect(sentence()).toBe('Asleep for 10 min. 0 of 3 streams are back; 3 are connecting.')
  set('a', 'live')
  set('b', 'failed')
  clock.advance(100)
  expect(sentence()).toBe('Asleep for 10 min. 1 of 3 streams is back; 1 failed: B; 1 is connecting.')
  set('c', 'live')
  clock.advance(100)
  expect(sentence()).toBe('Asleep for 10 min. 2 of 3 streams are back; 1 failed: B.')
  set('b', 'live')
  clock.advance(minute)
  expect(sentence()).toBe('Asleep for 10 min. 2 of 3 streams are back; 1 failed: B.')
})

test('waits no longer than the grace, and names who still tries', () => {
  const { clock, begin, set, sentence } = rig('a', 'b')
  begin('sleep', 10 * minute)
  set('a', 'live')
  clock.advance(34_000)
  expect(sentence()).toBe('Asleep for 10 min. 1 of 2 streams is back; 1 is connecting.')
  clock.advance(1000)
  expect(sentence()).toBe('Asleep for 10 min. 1 of 2 streams is back; 1 is still trying: B.')
})

test('waits on while this machine is offline, and through the blip of a network that comes late', () => {
  const { clock, begin, set, sentence } = rig('a', 'b')
  begin('sleep', 10 * minute)
  set('a', 'unwatched')
  set('b', 'unwatched')
  clock.advance(2 * minute)
  expect(sentence()).toBe('Asleep for 10 min. 0 of 2 streams are back; 2 wait for the network.')
  set('a', 'live')
  set('b', 'connecting')
  begin('offline', 2 * minute)
  clock.advance(10_000)
  expect(sentence()).toBe('Asleep for 10 min. 1 of 2 streams is back; 1 is connecting.')
  set('b', 'live')
  clock.advance(100)
  expect(sentence()).toBe('Asleep for 10 min. All 2 streams are back.')
})

test('a second sleep takes its place, however short; what came of the first is kept', () => {
  const { clock, begin, set, sentence, kept } = rig('a')
  begin('sleep', 10 * minute)
  clock.advance(1000)
  begin('sleep', 6000)
  set('a', 'live')
  clock.advance(100)
  expect(sentence()).toBe('Asleep for 6 s. The one stream is back.')
  expect(kept).toContain('Asleep for 10 min. The one stream is not back; 1 is connecting.')
})

test('a blink, and a time in which nothing was watched, are worth no word', () => {
  const { begin, sentence } = rig('a')
  begin('sleep', 4900)
  expect(sentence()).toBeNull()
  const none = rig()
  none.begin('sleep', minute)
  expect(none.sentence()).toBeNull()
})

test('whom nobody watches any more is no part of it', () => {
  const { clock, begin, set, remove, sentence } = rig('a', 'b', 'c')
  begin('sleep', minute)
  remove('a')
  set('b', 'stopped')
  set('c', 'live')
  clock.advance(100)
  expect(sentence()).toBe('Asleep for 1 min. The one stream is back.')
})

test('once read, it is shown no more, and what comes of it is still kept', () => {
  const { clock, digests, begin, set, sentence, kept } = rig('a')
  begin('sleep', minute)
  digests.dismiss('another')
  expect(sentence()).not.toBeNull()
  digests.dismiss(digests.current()?.id ?? '')
  expect(sentence()).toBeNull()
  set('a', 'live')
  clock.advance(100)
  expect(sentence()).toBeNull()
  expect(kept.at(-1)).toBe('Asleep for 1 min. The one stream is back.')
})
