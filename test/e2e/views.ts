import { failureOf, statusFailure } from '../../src/shared/model/failure.ts'
import type { WatchedView } from '../../src/shared/screens.ts'
import { viewOf } from '../helpers/views.ts'

/** The time `seconds` ago; negative for later. */
export const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString()

const eighty = 'a-name-of-eighty-characters-'.repeat(3).slice(0, 80)

/** A live endpoint with figures, and what else is said. */
export function live(name: string, over: Partial<WatchedView> = {}): WatchedView {
  return viewOf(name.replaceAll(/[^\w-]/g, '-'), {
    name,
    tags: ['prod', 'eu'],
    since: ago(840),
    lastSignAt: ago(1),
    lastEventAt: ago(4),
    latency: { measure: 'delay', count: 412, p50: 12, p95: 31, p99: 48, max: 61 },
    ...over,
  })
}

/** Every state that the page can show, and the texts that are hard to place. */
export function everyState(): readonly WatchedView[] {
  const down = { health: null, latency: null } as const
  return [
    live('refused', {
      ...down,
      phase: 'failed',
      attempt: 50,
      failure: failureOf('refused'),
      lastSignAt: ago(720),
    }),
    live('forbidden', { ...down, phase: 'failed', failure: statusFailure(401), lastSignAt: null }),
    live('waiting', {
      ...down,
      phase: 'waiting',
      attempt: 7,
      retryAt: ago(-90),
      delayMs: 90_000,
      chosenBy: 'retry-after',
      failure: statusFailure(503),
      flapping: true,
    }),
    live('connecting', {
      ...down,
      phase: 'connecting',
      attempt: 2,
      since: ago(6),
      failure: failureOf('reset'),
    }),
    live('late', {
      health: 'late',
      lastSignAt: ago(9),
      latency: { measure: 'lateness', count: 4, p50: 100, p95: 212, p99: 300, max: 400 },
    }),
    live('deaf', { health: 'deaf', lastEventAt: ago(4000) }),
    live('unproven', { health: 'unproven', latency: null }),
    live('checkout'),
    live('<img src=x onerror="document.title=1">', { tags: ['<b>bold</b>', 'c', 'd', 'e'] }),
    live(eighty, { url: `https://${'a-host-name.'.repeat(8)}example.com:8443/sse`, since: ago(300_000) }),
    live('wordy', {
      ...down,
      phase: 'failed',
      failure: {
        ...statusFailure(404),
        message: 'It went on and on with an explanation. '.repeat(12).trim(),
      },
    }),
    live('unbroken', {
      ...down,
      phase: 'failed',
      failure: { ...statusFailure(404), message: 'x'.repeat(300) },
    }),
    live('unwatched', { ...down, phase: 'unwatched' }),
    live('stopped', { ...down, phase: 'stopped', attempt: 0, lastSignAt: ago(80_000) }),
  ]
}
