import { describe, expect, it } from 'vitest'
import { createIncidentBook } from '../../../../../src/main/monitor/incidents/book.ts'
import type { Fleet } from '../../../../../src/main/monitor/types.ts'
import { createWatching } from '../../../../../src/main/monitor/watching/watching.ts'
import { endpointSettings } from '../../../../helpers/endpoint-settings.ts'
import { manualClock } from '../../../../helpers/manual-clock.ts'
import { scriptedFleet } from '../../../../helpers/scripted-streams.ts'

const minute = 60_000
const orders = endpointSettings({ url: 'http://stream.example/orders' })

/** One stream that was live for a minute, and then half an hour of sleep that nothing has told of yet. */
function afterSleep(): { readonly fleet: Fleet; readonly phases: () => Record<string, number> } {
  const clock = manualClock()
  const { fleet, streams } = scriptedFleet(clock, 1, () => watching.look())
  const incidents = createIncidentBook()
  const watching = createWatching({ clock, random: () => 0.5, fleet, incidents, isOnline: () => true })
  fleet.apply([orders])
  watching.begin()
  streams.newest(orders.url).open()
  clock.advance(minute)
  clock.suspend(30 * minute)
  return {
    fleet,
    phases() {
      const sums: Record<string, number> = {}
      const [recorded] = fleet.record(clock.now())
      for (const { rollup } of recorded?.slots ?? [])
        for (const [phase, ms] of Object.entries(rollup.phaseMs)) sums[phase] = (sums[phase] ?? 0) + ms
      return sums
    },
  }
}

describe('A sleep that is found out by what a person does first', () => {
  it.each<[string, (fleet: Fleet) => void]>([
    ['stops it', (fleet) => fleet.stop('orders')],
    ['retries it', (fleet) => fleet.retry('orders')],
    ['retries what failed', (fleet) => fleet.retryFailed()],
    ['changes its configuration', (fleet) => fleet.apply([{ ...orders, url: 'http://other.example/' }])],
  ])('is unwatched, and was live before it: who %s', (_, act) => {
    const { fleet, phases } = afterSleep()
    act(fleet)
    expect(phases()).toMatchObject({ live: minute, unwatched: 30 * minute })
  })
})
