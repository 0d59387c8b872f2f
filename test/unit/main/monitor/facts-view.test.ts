import { expect, it } from 'vitest'
import { factsView } from '../../../../src/main/monitor/facts-view.ts'
import { resolveRules } from '../../../../src/main/monitor/rules.ts'
import { endpointSettings } from '../../../helpers/endpoint-settings.ts'

const rules = resolveRules(endpointSettings(), null)
const vigil = { interval: () => rules.interval, clockOffset: () => null }
const timing = { dns: null, connect: null, tls: null, firstByte: null }

it('strikes secrets out of every URL that the server repeats, and out of secret headers', () => {
  const headers = {
    location: '/next?token=plain&q=hunter2',
    link: '<http://a/?key=plain>; rel=next',
    'set-cookie': 'session=plain',
    'x-heartbeat-interval': '5',
  }
  const redirects = ['http://a/?q=hunter2']
  const facts = { status: 302, headers, httpVersion: '1.1', remoteAddress: null, redirects, timing }
  const view = factsView({ ...facts, lastEventIdSent: false }, rules, vigil, ['hunter2'])
  expect(view.headers).toEqual({
    location: '/next?token=***&q=***',
    link: expect.not.stringContaining('plain'),
    'set-cookie': '***',
    'x-heartbeat-interval': '5',
  })
  expect(view.redirects).toEqual(['http://a/?q=***'])
})

it('knows nothing before the first response', () => {
  expect(factsView(null, rules, vigil, [])).toMatchObject({
    status: null,
    headers: {},
    redirects: [],
    timing,
  })
})

it('shows times to 0.01 ms, and what did not happen as null', () => {
  const measured = { dns: null, connect: 1.286376953125, tls: null, firstByte: 5.9716796875 }
  const facts = { status: 200, headers: {}, httpVersion: '1.1', remoteAddress: null, redirects: [] }
  const view = factsView({ ...facts, timing: measured, lastEventIdSent: false }, rules, vigil, [])
  expect(view.timing).toEqual({ dns: null, connect: 1.29, tls: null, firstByte: 5.97 })
})
