import type { EndpointFacts, OutageView } from '../../src/shared/screens.ts'
import type { AttemptView } from '../../src/shared/view.ts'
import type { Actor } from './scene.ts'

const hourMs = 3_600_000

/** What stands beside the charts: outages where the hour had trouble, and the attempts of the newest one. */
export function factsOf(actor: Actor, now: number): Partial<EndpointFacts> {
  const ago = (ms: number) => new Date(now - ms).toISOString()
  return {
    outages: outagesOf(actor, now),
    attempts: attemptsOf(actor, ago),
    heartbeat: {
      at: ago(Date.parse(actor.view.lastSignAt ?? '') ? now - Date.parse(actor.view.lastSignAt ?? '') : 0),
      type: 'heartbeat',
      fields: [
        { name: 'uptime_seconds', value: '3471' },
        { name: 'heartbeat_count', value: '2211' },
        { name: 'remaining_seconds', value: '129' },
      ],
      missed: 0,
      counted: 180,
    },
    replay:
      actor.view.replayEvidence === null
        ? null
        : {
            verdict: actor.view.replay.last ?? 'unknown',
            evidence: actor.view.replayEvidence,
            at: ago(0.13 * hourMs),
          },
  }
}

function outagesOf({ view, hour }: Actor, now: number): readonly OutageView[] {
  const outages: OutageView[] = []
  let share = 0
  for (const [state, part] of hour) {
    const [from, to] = [now - (1 - share) * hourMs, now - (1 - share - part) * hourMs]
    const before = outages[0]
    const isDown = state === 'waiting' || state === 'failed'
    // Failed follows on waiting: one outage.
    if (isDown && before?.end != null && Date.parse(before.end) > from - 1000) outages.shift()
    if (isDown)
      outages.unshift({
        id: view.id,
        start:
          before?.end != null && Date.parse(before.end) > from - 1000
            ? before.start
            : new Date(from).toISOString(),
        end: share + part > 0.999 ? null : new Date(to).toISOString(),
        cause: 'The server refused the connection.',
        flapping: false,
      })
    share += part
  }
  return outages
}

function attemptsOf({ view }: Actor, ago: (ms: number) => string): readonly AttemptView[] {
  if (view.phase !== 'waiting') return []
  const attempt = (number: number, before: number, over: Partial<AttemptView>): AttemptView => ({
    attempt: number,
    at: ago(before * 1000),
    result: 'refused',
    durationMs: 1.2,
    delayMs: 1000 * 2 ** (number - 1),
    chosenBy: 'backoff',
    status: null,
    address: '203.0.113.7:443',
    traceId: null,
    ...over,
  })
  const busy = {
    result: 'http-status',
    status: 503,
    durationMs: 41,
    delayMs: 30_000,
    chosenBy: 'retry-after',
  } as const
  return [
    attempt(1, 228, { result: 'end-of-stream', durationMs: 38 }),
    attempt(2, 225, {}),
    attempt(3, 198, {}),
    attempt(4, 150, {}),
    attempt(5, 47, busy),
    attempt(6, 18, busy),
  ]
}
