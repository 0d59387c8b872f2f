import { expect, test } from 'vitest'
import { socketOptions } from '../../../../../src/main/monitor/connection/dial.ts'
import { secureContext } from '../../../../../src/main/monitor/connection/trust.ts'

test('a socket has no deadline, keeps itself alive and sends at once', () => {
  const options = socketOptions('h', 1)
  expect(options).toMatchObject({
    host: 'h',
    port: 1,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: 30_000,
  })
  expect(options).not.toHaveProperty('timeout')
  // Node's 250 ms give up on far hosts.
  expect(options.autoSelectFamilyAttemptTimeout).toBeGreaterThanOrEqual(1000)
})

test('endpoints with equal settings share their authorities', () => {
  const first = secureContext({ insecure: false })
  expect(secureContext({ insecure: true })).toBe(first)
  expect(() => secureContext({ insecure: false, cert: 'x', key: 'y' })).toThrow()
  expect(secureContext({ insecure: false })).toBe(first)
})
