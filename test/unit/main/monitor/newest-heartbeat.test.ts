import { expect, it } from 'vitest'
import { newestHeartbeat } from '../../../../src/main/monitor/newest-heartbeat.ts'
import type { KeptEvent } from '../../../../src/main/monitor/rings.ts'
import { resolveRules } from '../../../../src/main/monitor/rules.ts'
import { endpointSettings } from '../../../helpers/endpoint-settings.ts'

const rules = resolveRules(endpointSettings({ preset: 'heartline-gateway' }), null)

function kept(type: string, data: unknown, at = 0): KeptEvent {
  const text = typeof data === 'string' ? data : JSON.stringify(data)
  return { at, kind: 'event', type, data: text, lastEventId: null, bytes: text.length, cut: false }
}
/** Oldest first. */
const ask = (...events: KeptEvent[]) => newestHeartbeat(events.toReversed(), rules)
const beats = (...counts: number[]) =>
  counts.map((count) => kept('heartbeat', { uptime_seconds: count * 3, heartbeat_count: count }))

it('shows the newest heartbeat with its own fields, nested ones as JSON', () => {
  const data = { heartbeat_count: 4, note: 'x'.repeat(300), limits: { left: [1, null] } }
  const found = ask(kept('heartbeat', {}), kept('heartbeat', data, 5000), kept('order', { order: 1 }))
  expect(found).toMatchObject({ at: '1970-01-01T00:00:05.000Z', type: 'heartbeat' })
  expect(found?.fields).toEqual([
    { name: 'heartbeat_count', value: '4' },
    { name: 'note', value: 'x'.repeat(200) },
    { name: 'limits', value: '{"left":[1,null]}' },
  ])
})

it('counts what is missing by its own count, also over a connection that counts anew', () => {
  expect(ask(...beats(1, 2, 3, 4))).toMatchObject({ missed: 0, counted: 4 })
  expect(ask(...beats(1, 2, 5, 6, 7))).toMatchObject({ missed: 2, counted: 5 })
  expect(ask(...beats(7, 8, 9, 1, 2, 4))).toMatchObject({ missed: 1, counted: 6 })
})

it('does not take another number for a count', () => {
  const seconds = [1, 2, 3, 7].map((at) =>
    kept('heartbeat', { uptime_seconds: at, tick_time: at, users: at }),
  )
  expect(ask(...seconds)).toMatchObject({ missed: null })
  const events = [4, 40, 41, 90].map((count) => kept('heartbeat', { event_count: count }))
  expect(ask(...events)).toMatchObject({ missed: null })
  expect(ask(...beats(1, 2))).toMatchObject({ missed: null })
})

it('has no fields of what is no JSON object, and none is no heartbeat', () => {
  expect(ask(kept('heartbeat', 'beat'))).toMatchObject({ fields: [], missed: null, counted: 0 })
  expect(ask(kept('heartbeat', '[1]'))).toMatchObject({ fields: [] })
  expect(ask(kept('order', {}))).toBeNull()
  expect(ask({ ...kept('comment', ''), kind: 'comment' })).toBeNull()
})
