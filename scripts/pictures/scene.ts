import { failureOf, statusFailure } from '../../src/shared/model/failure.ts'
import type { WatchedView } from '../../src/shared/screens.ts'
import { viewOf } from '../../test/helpers/views.ts'

/** A made-up morning of an ops team, for the pictures: what each endpoint is, and how its last hour went. */

/** A state and its share of the hour. */
export type Span = readonly [
  state: 'live' | 'late' | 'waiting' | 'failed' | 'stopped' | 'rotation',
  share: number,
]

export interface Actor {
  readonly view: WatchedView
  readonly hour: readonly Span[]
}

const second = 1000
const minute = 60 * second
const day = 24 * 60 * minute

/** `now` is epoch ms. */
export function sceneAt(now: number): readonly Actor[] {
  const ago = (ms: number) => new Date(now - ms).toISOString()
  const down = { health: null, latency: null } as const
  const latency = (p95: number) =>
    ({ measure: 'delay', count: 720, p50: p95 * 0.4, p95, p99: p95 * 1.6, max: p95 * 2 }) as const

  function actor(
    id: string,
    host: string,
    group: string,
    tags: readonly string[],
    hour: readonly Span[],
    over: Partial<WatchedView> = {},
  ): Actor {
    const view = viewOf(id, {
      name: id,
      url: `https://${host}/sse/${id}`,
      group,
      tags,
      since: ago(3 * day + 4 * 60 * minute),
      lastSignAt: ago(second),
      lastEventAt: ago(2 * second),
      lastEventId: '90412',
      latency: latency(20 + (id.length % 7) * 6),
      intervalMs: 5000,
      uptime: 0.9998,
      replay: { complete: 9, truncated: 0, failed: 0, snapshot: 0, unknown: 0, last: 'complete' },
      ...over,
    })
    return { view, hour }
  }

  const steady: readonly Span[] = [['live', 1]]
  const rotating: readonly Span[] = [
    ['live', 0.24],
    ['rotation', 0.01],
    ['live', 0.24],
    ['rotation', 0.01],
    ['live', 0.25],
    ['rotation', 0.01],
    ['live', 0.24],
  ]
  const first = [
    actor(
      'orders-eu',
      'stream.shop.example',
      'Shop',
      ['prod', 'eu'],
      [
        ['live', 0.52],
        ['waiting', 0.18],
        ['failed', 0.3],
      ],
      {
        ...down,
        phase: 'failed',
        attempt: 50,
        since: ago(18 * minute),
        downSince: ago(29 * minute),
        lastSignAt: ago(29 * minute),
        failure: failureOf('refused'),
        replay: { complete: 7, truncated: 2, failed: 0, snapshot: 0, unknown: 0, last: 'complete' },
      },
    ),
    actor(
      'payments-audit',
      'audit.pay.example',
      'Payments',
      ['prod'],
      [
        ['live', 0.71],
        ['rotation', 0.01],
        ['live', 0.14],
        ['failed', 0.14],
      ],
      {
        ...down,
        phase: 'failed',
        since: ago(8 * minute),
        downSince: ago(8 * minute),
        lastSignAt: ago(8 * minute),
        failure: statusFailure(401),
      },
    ),
    actor(
      'quotes-ws3',
      'quotes3.trade.example',
      'Trading',
      ['prod', 'us'],
      [
        ['live', 0.8],
        ['waiting', 0.06],
        ['live', 0.08],
        ['waiting', 0.06],
      ],
      {
        ...down,
        phase: 'waiting',
        attempt: 7,
        since: ago(18 * second),
        retryAt: ago(-12.4 * second),
        delayMs: 30_000,
        chosenBy: 'retry-after',
        downSince: ago(3.8 * minute),
        lastSignAt: ago(3.8 * minute),
        failure: statusFailure(503),
        traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
        replay: { complete: 9, truncated: 1, failed: 0, snapshot: 0, unknown: 0, last: 'truncated' },
        replayEvidence: 'ids jump from 88120 to 89412',
      },
    ),
    actor(
      'quotes-ws1',
      'quotes1.trade.example',
      'Trading',
      ['prod', 'us'],
      [
        ['live', 0.93],
        ['waiting', 0.07],
      ],
      {
        ...down,
        phase: 'connecting',
        attempt: 2,
        since: ago(3 * second),
        downSince: ago(6 * second),
        lastSignAt: ago(6 * second),
        failure: failureOf('reset'),
      },
    ),
    actor(
      'inventory',
      'stream.shop.example',
      'Shop',
      ['prod', 'eu'],
      [
        ['live', 0.9],
        ['late', 0.1],
      ],
      {
        health: 'late',
        lastSignAt: ago(9 * second),
        latency: latency(212),
      },
    ),
    actor('wikimedia-recentchange', 'stream.wikimedia.example', 'Public', ['news'], rotating, {
      since: ago(14 * minute),
      rotationEveryMs: 15 * minute,
      latency: latency(88),
    }),
    actor(
      'checkout',
      'stream.shop.example',
      'Shop',
      ['prod', 'eu'],
      [
        ['live', 0.4],
        ['waiting', 0.02],
        ['live', 0.58],
      ],
      {
        since: ago(34 * minute),
      },
    ),
    actor(
      'deploy-events',
      'ci.example',
      'Platform',
      ['int'],
      [
        ['live', 0.6],
        ['waiting', 0.02],
        ['live', 0.38],
      ],
      {
        since: ago(22 * minute),
        replay: { complete: 3, truncated: 1, failed: 0, snapshot: 0, unknown: 0, last: 'truncated' },
        replayEvidence: 'the server said so: 1,000 of more',
      },
    ),
    actor('fraud-signals', 'fraud.pay.example', 'Payments', ['prod'], steady, {
      replay: { complete: 0, truncated: 0, failed: 0, snapshot: 0, unknown: 4, last: 'unknown' },
    }),
    actor(
      'legacy-prices',
      'old.trade.example',
      'Trading',
      ['us'],
      [
        ['live', 0.3],
        ['stopped', 0.7],
      ],
      {
        ...down,
        phase: 'stopped',
        attempt: 0,
        stoppedBy: 'server',
        since: ago(42 * minute),
        lastSignAt: ago(42 * minute),
      },
    ),
  ]
  const teams = [
    ['ledger', 'ledger.pay.example', 'Payments'],
    ['alerts-feed', 'ci.example', 'Platform'],
    ['basket', 'stream.shop.example', 'Shop'],
    ['prices', 'quotes2.trade.example', 'Trading'],
    ['search-index', 'search.example', 'Platform'],
    ['chat', 'chat.example', 'Support'],
  ] as const
  const rest = teams.flatMap(([name, host, group]) =>
    ['eu', 'us', 'ap', 'sa', 'me', 'af'].map((region) =>
      actor(`${name}-${region}`, `${region}.${host}`, group, ['prod', region], steady),
    ),
  )
  return [...first, ...rest]
}
