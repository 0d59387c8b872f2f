import { expect, test } from 'vitest'
import { faultTable } from '../../../src/gateway/lab/table.ts'
import type { Settings } from '../../../src/gateway/settings.ts'
import type { EndpointView } from '../../../src/shared/view.ts'
import type { Engine, Written } from '../../helpers/engine.ts'
import { type LabRig, labRig } from '../monitor/lab-rig.ts'
import { begin, checkBooks, sameCount } from './rig.ts'

/**
 * Each fault of the lab through one and the same life: met, told, lifted, recovered from; and at each station the books
 * balance with what the server saw. A fault without a row here fails the first test.
 */
interface Row {
  /** When it is met: by the first request, by an open stream, or by one that comes back with a Last-Event-ID. */
  readonly met: 'first' | 'open' | 'resumed'
  readonly params?: object
  readonly gateway?: Partial<Settings>
  readonly endpoint?: Partial<Written>
  /** What the view must say. */
  readonly says: object
  /** How it goes on once the fault is lifted. */
  readonly goesOn: 'by itself' | 'by hand' | 'never left'
}

const lost = (kind: string, more: object = {}): object => ({
  phase: 'waiting',
  health: null,
  attempt: 2,
  chosenBy: 'retry-hint',
  failure: { kind, terminal: false, status: null },
  ...more,
})
const unanswered = (kind: string): object => ({ ...lost(kind), chosenBy: 'backoff' })
const refused = (kind: string, status: number): object => ({
  phase: 'failed',
  health: null,
  attempt: 1,
  chosenBy: null,
  retryAt: null,
  delayMs: null,
  failure: { kind, status, terminal: true },
  counters: { attempts: 1, connections: 0 },
})
const stays = (health: string, more: object = {}): object => ({
  phase: 'live',
  health,
  failure: null,
  attempt: 1,
  counters: { attempts: 1, connections: 1 },
  ...more,
})
const short = { connectTimeout: '120ms', retry: { base: '150ms' } } as const

const rows: Readonly<Record<string, Row>> = {
  refuse: { met: 'first', says: unanswered('reset'), goesOn: 'by itself' },
  status: {
    met: 'first',
    params: { code: 503, retryAfter: 2 },
    says: {
      phase: 'waiting',
      attempt: 2,
      chosenBy: 'retry-after',
      failure: { kind: 'http-status', status: 503, terminal: false },
    },
    goesOn: 'by itself',
  },
  'no-content': {
    met: 'first',
    says: { phase: 'stopped', attempt: 0, failure: null, counters: { attempts: 1, connections: 0 } },
    goesOn: 'by hand',
  },
  'slow-headers': { met: 'first', endpoint: short, says: unanswered('connect-timeout'), goesOn: 'by itself' },
  'half-open': { met: 'first', endpoint: short, says: unanswered('connect-timeout'), goesOn: 'by itself' },
  'content-type': { met: 'first', says: refused('content-type', 200), goesOn: 'by hand' },
  'redirect-loop': { met: 'first', says: refused('redirects', 302), goesOn: 'by hand' },
  redirect: { met: 'first', params: { to: '/sse/there' }, says: stays('fresh'), goesOn: 'never left' },
  'expired-credential': { met: 'first', says: refused('credentials', 401), goesOn: 'by hand' },
  silence: {
    met: 'open',
    gateway: { silenceThresholdSeconds: 0.4 },
    says: lost('silence', { counters: { silences: 1 } }),
    goesOn: 'by itself',
  },
  reset: { met: 'open', says: lost('reset'), goesOn: 'by itself' },
  cut: { met: 'open', says: lost('end-of-stream'), goesOn: 'by itself' },
  'giant-line': {
    met: 'open',
    params: { size: 200_000 },
    endpoint: { maxFrame: '64KB' },
    says: lost('frame-too-large'),
    goesOn: 'by itself',
  },
  'told-error': {
    met: 'open',
    params: { retryable: false },
    says: {
      ...refused('told-error', 0),
      failure: { kind: 'told-error', status: null, terminal: true },
      counters: {},
    },
    goesOn: 'by hand',
  },
  'duplicate-ids': {
    met: 'open',
    says: stays('fresh', { counters: { duplicates: 3 }, lastEventId: '3' }),
    goesOn: 'never left',
  },
  'missing-ids': {
    met: 'resumed',
    params: { every: 2 },
    says: { phase: 'live', replay: { truncated: 1, last: 'truncated' } },
    goesOn: 'never left',
  },
  bursts: { met: 'open', params: { every: 0.3 }, says: stays('late'), goesOn: 'never left' },
  'clock-skew': {
    met: 'first',
    params: { seconds: -7200 },
    says: stays('fresh', { latency: { measure: 'delay' } }),
    goesOn: 'never left',
  },
  late: { met: 'open', params: { factor: 5 }, says: stays('late'), goesOn: 'never left' },
  deaf: { met: 'open', says: stays('deaf'), goesOn: 'never left' },
  'truncated-replay': {
    met: 'resumed',
    says: { phase: 'live', replay: { truncated: 1, last: 'truncated' } },
    goesOn: 'never left',
  },
  'failed-replay': {
    met: 'resumed',
    says: { phase: 'live', replay: { failed: 1, last: 'failed' } },
    goesOn: 'never left',
  },
  tune: {
    met: 'resumed',
    params: { max: 0.3, heartbeat: 0.05 },
    says: {
      phase: 'waiting',
      attempt: 1,
      chosenBy: 'rotation',
      counters: { rotations: 1 },
      replay: { complete: 1 },
    },
    goesOn: 'by itself',
  },
}

test('every fault of the lab has its row', () => {
  expect(Object.keys(rows).sort()).toEqual(Object.keys(faultTable).sort())
})

function says(view: EndpointView, row: Row): boolean {
  return expect.objectContaining(nested(row.says)).asymmetricMatch(view)
}

/** A part of an object is enough, at each depth. */
function nested(part: object): object {
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [
      key,
      value !== null && typeof value === 'object' ? expect.objectContaining(nested(value)) : value,
    ]),
  )
}

async function meet(lab: LabRig, it: Engine, fault: string, row: Row): Promise<void> {
  await it.until(({ health, counters }) => health === 'fresh' && counters.heartbeats >= 2)
  if (row.met === 'open') {
    await lab.fault(fault, row.params)
    await lab.say('a', 'b', 'c')
    return
  }
  await lab.say('a', 'b', 'c')
  await it.until(({ lastEventId }) => lastEventId === '3')
  await lab.fault(fault, row.params, { close: true })
  await it.phase('waiting')
  await lab.say('d', 'e', 'f', 'g')
  await it.hurry()
}

/** As it goes by itself, or by the button; what is waited for is passed. */
async function recover(it: Engine, row: Row): Promise<void> {
  if (row.goesOn === 'by hand')
    expect(it.fleet.retry('it')).toMatchObject({ phase: 'connecting', attempt: 1 })
  if (it.view().phase === 'waiting') await it.hurry()
  await it.until(({ phase, health }) => phase === 'live' && health === 'fresh')
}

test.each(Object.entries(rows))('%s', async (fault, row) => {
  const lab = await labRig(row.gateway)
  if (row.met === 'first') await lab.fault(fault, row.params)
  const { it, begun } = begin(() => lab.watch(row.endpoint))
  if (row.met !== 'first') await meet(lab, it, fault, row)
  const seen = await it.until((view) => says(view, row))
  checkBooks(it, begun)
  await sameCount(it, lab.requests)
  const { connections } = seen.counters

  await lab.lift()
  await recover(it, row)
  await sameCount(it, lab.requests)
  checkBooks(it, begun)
  const live = it.view()
  expect(live.counters.connections - connections).toBe(row.goesOn === 'never left' ? 0 : 1)
  // Nothing is held beside the one connection.
  expect(lab.gateway.connections().length).toBe(1)
})
