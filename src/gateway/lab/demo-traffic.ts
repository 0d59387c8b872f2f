import type { Traffic } from './traffic.ts'

/** Plausible events that vary with their number alone: the demo is the same each time. */
const pick = <T>(list: readonly [T, ...T[]], n: number): T => list[(n * 7919) % list.length] ?? list[0]
const wave = (middle: number, swing: number, n: number): number =>
  Math.round((middle + swing * Math.sin(n / 5)) * 100) / 100

const skus = ['kettle-17', 'lamp-04', 'desk-220', 'chair-9', 'mug-31'] as const
const cities = ['Lyon', 'Gdańsk', 'Porto', 'Tartu', 'Ghent'] as const

export const demoTraffic: readonly Traffic[] = [
  {
    topic: 'orders',
    event: 'order',
    every: 1.5,
    data: (n) => ({ order: 48_000 + n, sku: pick(skus, n), quantity: 1 + (n % 3), city: pick(cities, n) }),
  },
  {
    topic: 'payments',
    event: 'payment',
    every: 1,
    data: (n) => ({
      payment: `p-${90_000 + n}`,
      amount: wave(64, 40, n),
      currency: 'EUR',
      status: 'captured',
    }),
  },
  {
    topic: 'inventory',
    event: 'stock',
    every: 2,
    data: (n) => ({ sku: pick(skus, n), stock: Math.round(wave(120, 60, n)) }),
  },
  {
    topic: 'shipping',
    event: 'parcel',
    every: 2.5,
    data: (n) => ({
      parcel: `LP${700_000 + n}`,
      to: pick(cities, n),
      state: pick(['packed', 'sent', 'delivered'], n),
    }),
  },
  {
    topic: 'search-index',
    event: 'indexed',
    every: 3,
    data: (n) => ({ documents: 40 + (n % 25), tookMs: wave(180, 60, n) }),
  },
  {
    topic: 'prices',
    event: 'price',
    every: 0.8,
    data: (n) => ({ symbol: pick(['WHEAT', 'COFFEE', 'COPPER'], n), price: wave(412, 9, n) }),
  },
  {
    topic: 'quotes',
    event: 'quote',
    every: 1,
    data: (n) => ({ pair: pick(['EUR/USD', 'EUR/GBP', 'EUR/SEK'], n), bid: wave(1.08, 0.02, n) }),
  },
  {
    topic: 'warehouse',
    event: 'scan',
    every: 1.2,
    data: (n) => ({ gate: 1 + (n % 6), pallet: `W-${3000 + n}` }),
  },
  {
    topic: 'sensors',
    event: 'reading',
    every: 0.5,
    data: (n) => ({ sensor: pick(['hall-1', 'hall-2', 'cold-store'], n), celsius: wave(19, 4, n) }),
  },
  {
    topic: 'telemetry',
    event: 'sample',
    every: 1,
    data: (n) => ({ service: pick(['checkout', 'catalogue', 'login'], n), cpu: wave(0.4, 0.2, n) }),
  },
  {
    topic: 'tickets',
    event: 'ticket',
    every: 1.5,
    data: (n) => ({ ticket: 5100 + n, priority: pick(['low', 'normal', 'high'], n), state: 'opened' }),
  },
  {
    topic: 'support-chat',
    event: 'chat',
    every: 1.8,
    data: (n) => ({ room: 1 + (n % 4), from: pick(['Ana', 'Jonas', 'Mia'], n), words: 4 + (n % 12) }),
  },
  {
    topic: 'billing',
    event: 'invoice',
    every: 2,
    data: (n) => ({ invoice: `2026-${11_000 + n}`, total: wave(340, 200, n), currency: 'EUR' }),
  },
  {
    topic: 'media',
    event: 'transcoded',
    every: 2.2,
    data: (n) => ({ clip: `clip-${n}`, format: pick(['1080p', '720p'], n), seconds: 30 + (n % 90) }),
  },
  {
    topic: 'audit-log',
    event: 'audit',
    every: 7,
    data: (n) => ({ actor: pick(['ci', 'admin', 'rota'], n), action: pick(['login', 'deploy', 'grant'], n) }),
  },
  {
    topic: 'partner-api',
    event: 'booking',
    every: 2,
    data: (n) => ({ booking: `B${20_000 + n}`, nights: 1 + (n % 6) }),
  },
  {
    topic: 'legacy-feed',
    event: 'record',
    every: 3,
    data: (n) => ({ record: n, source: 'mainframe' }),
  },
]
