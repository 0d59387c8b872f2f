import { expect, test } from 'vitest'
import { defaultSettings, readSettings } from '../../../src/gateway/settings.ts'

test('an empty environment gives the defaults of the design', () => {
  const read = readSettings({})
  expect(read).toEqual({ ok: true, settings: defaultSettings() })
  expect(read).toMatchObject({
    settings: {
      host: '127.0.0.1',
      port: 8787,
      heartbeatSeconds: 5,
      heartbeatStyle: 'event',
      maxConnectionsPerClient: 0,
      streamMaxSeconds: 60,
      silenceThresholdSeconds: 15,
      replayLimit: 1000,
      logSize: 10_000,
      chunkDelayMs: 0,
      lab: false,
      callbackUrl: null,
      callbackRequired: false,
      callbackTimeoutSeconds: 5,
      internalKey: null,
    },
  })
})

test('comments come every 15 s unless an interval is set; blank is unset', () => {
  expect(readSettings({ HEARTBEAT_STYLE: 'comment', PORT: '  ' })).toMatchObject({
    settings: { heartbeatSeconds: 15, heartbeatStyle: 'comment', port: 8787 },
  })
  expect(readSettings({ HEARTBEAT_STYLE: 'comment', HEARTBEAT_INTERVAL: '0.5' })).toMatchObject({
    settings: { heartbeatSeconds: 0.5 },
  })
})

test('every variable is read', () => {
  const env = {
    PORT: '0',
    HOST: '::1',
    CALLBACK_TIMEOUT: '3',
    CALLBACK_REQUIRED: '1',
    CALLBACK_URL: 'http://127.0.0.1:3000/sse?x=1',
    INTERNAL_KEY: 'k-1',
    MAX_CONNECTIONS_PER_CLIENT: '4',
    STREAM_MAX_SECONDS: '0',
    SILENCE_THRESHOLD: '9',
    REPLAY_LIMIT: '10',
    LOG_SIZE: '20',
    CHUNK_DELAY_MS: '2',
    LAB: '1',
  }
  expect(readSettings(env)).toMatchObject({
    ok: true,
    settings: {
      port: 0,
      host: '::1',
      maxConnectionsPerClient: 4,
      streamMaxSeconds: 0,
      silenceThresholdSeconds: 9,
      replayLimit: 10,
      logSize: 20,
      chunkDelayMs: 2,
      lab: true,
      callbackUrl: 'http://127.0.0.1:3000/sse?x=1',
      callbackRequired: true,
      callbackTimeoutSeconds: 3,
      internalKey: 'k-1',
    },
  })
})

test.each([
  ['PORT', '70000', /PORT is "70000".*from 0 to 65535.*unset it for 8787/],
  ['PORT', '1.5', /PORT/],
  ['HEARTBEAT_INTERVAL', '-1', /HEARTBEAT_INTERVAL is "-1".*number of seconds/],
  ['STREAM_MAX_SECONDS', 'Infinity', /STREAM_MAX_SECONDS/],
  ['SILENCE_THRESHOLD', 'NaN', /SILENCE_THRESHOLD/],
  ['LOG_SIZE', '0', /LOG_SIZE.*from 1/],
  ['CALLBACK_TIMEOUT', 'soon', /CALLBACK_TIMEOUT/],
  ['LAB', 'yes', /LAB is "yes", but it must be 0 or 1/],
  ['CALLBACK_REQUIRED', 'yes', /CALLBACK_REQUIRED is "yes", but it must be 0 or 1/],
  ['CALLBACK_URL', 'ftp://u:s3cret@h', /CALLBACK_URL is no http or https address/],
  ['CALLBACK_URL', 'http://%ff@h/', /CALLBACK_URL is no http or https address/],
  ['CALLBACK_URL', 'http://', /CALLBACK_URL is no http or https address/],
  ['REDIS_URL', 'redis://127.0.0.1', /REDIS_URL.*Redis yet/],
  ['INTERNAL_KEY', 's3cret s3cret', /INTERNAL_KEY does not fit into a header/],
])('%s=%s is one sentence', (name, value, sentence) => {
  const read = readSettings({ [name]: value })
  expect(read).toEqual({ ok: false, problems: [expect.stringMatching(sentence)] })
})

test('a secret is not repeated in its message', () => {
  const env = {
    INTERNAL_KEY: 's3cret s3cret',
    CALLBACK_URL: 'ftp://u:s3cret@h',
    REDIS_URL: 'redis://:s3cret@h',
  }
  expect(JSON.stringify(readSettings(env))).not.toContain('s3cret')
})
