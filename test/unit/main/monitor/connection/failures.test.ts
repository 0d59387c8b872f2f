import { expect, test } from 'vitest'
import { failureOfError, proxyFailure } from '../../../../../src/main/monitor/connection/failures.ts'

/** The text is misleading on purpose: only the code may decide. */
const errorOf = (code: string) => Object.assign(new Error('ECONNREFUSED certificate has expired'), { code })

test.each([
  ['ECONNREFUSED', 'refused', false],
  ['ECONNRESET', 'reset', false],
  ['EPIPE', 'reset', false],
  ['ENOTFOUND', 'dns', false],
  ['EAI_AGAIN', 'dns', false],
  ['ENETUNREACH', 'unreachable', false],
  ['EHOSTUNREACH', 'unreachable', false],
  ['ENETDOWN', 'unreachable', false],
  ['EADDRNOTAVAIL', 'unreachable', false],
  ['EMFILE', 'unreachable', false],
  ['ETIMEDOUT', 'connect-timeout', false],
  ['CERT_HAS_EXPIRED', 'certificate', true],
  ['CERT_REVOKED', 'certificate', true],
  ['CRL_HAS_EXPIRED', 'certificate', true],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate', true],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate', true],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate', true],
  ['UNABLE_TO_GET_CRL', 'certificate', true],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate', true],
  ['HOSTNAME_MISMATCH', 'certificate', true],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'certificate', true],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'certificate', true],
  ['ERR_OSSL_PEM_NO_START_LINE', 'certificate', true],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'reset', false],
  ['EPROTO', 'reset', false],
  ['HPE_INVALID_CONSTANT', 'reset', false],
  ['ERR_INVALID_CHAR', 'reset', true],
  ['ERR_INVALID_URL', 'unreachable', true],
  ['ERR_HTTP2_STREAM_ERROR', 'reset', false],
  ['SOMETHING_NEW', 'reset', false],
])('%s is %s, terminal: %s', (code, kind, terminal) => {
  const failure = failureOfError(errorOf(code))
  expect(failure).toMatchObject({ kind, terminal, status: null })
  expect(failure.message).toMatch(/^[A-Z].*\.$/)
  expect(failure.hint.length).toBeGreaterThan(10)
})

test.each([
  [['ENETUNREACH', 'ECONNREFUSED'], 'refused'],
  [['ENETUNREACH', 'ETIMEDOUT'], 'connect-timeout'],
  [['EADDRNOTAVAIL'], 'unreachable'],
  [[], 'reset'],
] as const)('of several addresses %j, the most telling decides: %s', (codes, kind) => {
  expect(failureOfError(new AggregateError(codes.map(errorOf))).kind).toBe(kind)
})

test('what is no error at all is a reset', () => {
  expect(failureOfError('x').kind).toBe('reset')
  expect(failureOfError(null).kind).toBe('reset')
})

test.each(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ETIMEDOUT', 'CERT_HAS_EXPIRED', 'HPE_X', 'EPROTO'])(
  '%s on the way to a proxy names the proxy',
  (code) => {
    expect(failureOfError(errorOf(code), 'proxy').message).toMatch(/proxy/i)
  },
)

test.each([
  [407, true],
  [403, true],
  [502, false],
])('a proxy that answers %i is http-status, terminal: %s', (status, terminal) => {
  expect(proxyFailure(status)).toMatchObject({ kind: 'http-status', status, terminal })
})
