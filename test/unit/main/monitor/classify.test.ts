import { describe, expect, it } from 'vitest'
import { classify, classifyBlock, classifyComment } from '../../../../src/main/monitor/classify.ts'
import { resolveRules } from '../../../../src/main/monitor/rules.ts'
import type { EndpointSettings } from '../../../../src/shared/settings.ts'
import { endpointSettings } from '../../../helpers/endpoint-settings.ts'

const rulesOf = (overrides: Partial<EndpointSettings>) => resolveRules(endpointSettings(overrides), null)
const gateway = rulesOf({ preset: 'heartline-gateway' })
const standard = rulesOf({})

describe('heartbeats', () => {
  it('are named by type, by payload, by comments, and by blocks without data', () => {
    expect(classify(standard, 'keepalive', '').heartbeat).toBe(true)
    expect(classify(standard, 'message', '{}').heartbeat).toBe(false)
    expect(classify(rulesOf({ heartbeat: { data: '{}' } }), 'message', '{}').heartbeat).toBe(true)
    expect(classifyComment(standard, '').heartbeat).toBe(true)
    expect(classifyComment(gateway, '').heartbeat).toBe(false)
    expect(classifyBlock(standard, 'ping').heartbeat).toBe(true)
    expect(classifyBlock(standard, '').heartbeat).toBe(false)
  })

  it('carry the server time where a path names it', () => {
    const rules = rulesOf({ heartbeat: { events: ['beat'], timestamp: 'meta.at' } })
    expect(classify(rules, 'beat', '{"meta":{"at":1700000000}}').sentAt).toBe(1_700_000_000_000)
    expect(classify(rules, 'beat', 'tick').sentAt).toBeNull()
    expect(classify(rules, 'beat', 'tick').heartbeat).toBe(true)
  })
})

describe('plain events', () => {
  it('share one meaning, so that the hot path allocates nothing', () => {
    expect(classify(standard, 'message', 'a')).toBe(classify(standard, 'order', '{"reason":1}'))
    expect(classify(standard, 'ping', 'a')).toBe(classifyComment(standard, 'b'))
  })

  it('are told when they are expected', () => {
    const rules = rulesOf({ expect: { events: ['order'], within: 1000 } })
    expect(classify(rules, 'order', 'x').expected).toBe(true)
    expect(classify(rules, 'message', 'x').expected).toBe(false)
  })
})

describe('completions', () => {
  it.each([
    ['{"reason":"duration_cap"}', 'rotation', 'duration_cap'],
    ['{"reason":"shutdown"}', 'rotation', 'shutdown'],
    ['shutdown', 'rotation', 'shutdown'],
    ['{"reason":"done"}', 'final', 'done'],
    ['{"reason":7}', 'final', '7'],
    ['{}', 'final', null],
    ['', 'final', null],
    ['not a word', 'final', null],
  ])('with %j are %s', (data, completion, reason) => {
    const meaning = classify(gateway, 'complete', data)
    expect(meaning.completion).toBe(completion)
    expect(meaning.reason).toBe(reason)
  })

  it('are none for a block without data: the standard never dispatches it', () => {
    expect(classifyBlock(gateway, 'complete').completion).toBeNull()
  })
})

describe('told errors', () => {
  it.each([
    ['{"retryable":false}', true],
    ['{"retryable":"False"}', true],
    ['{"retryable":true}', false],
    ['{"retryable":null}', false],
    ['{"retryable":0}', false],
    ['{}', false],
    ['oops', false],
    ['', false],
  ])('with %j are terminal: %s', (data, terminal) => {
    const { failure } = classify(gateway, 'error', data)
    expect(failure?.kind).toBe('told-error')
    expect(failure?.terminal).toBe(terminal)
  })

  it('repeat the words of the server, bounded', () => {
    expect(classify(gateway, 'error', '{"message":"Disk full"}').failure?.message).toBe(
      'The server told of an error: Disk full',
    )
    const long = classify(gateway, 'error', JSON.stringify({ message: 'x'.repeat(5000) })).failure
    expect(long?.message.length).toBeLessThan(300)
    expect(classify(gateway, 'error', '').failure?.message).toBe('The server told of an error.')
  })

  it('are not seen in events that the rule does not name', () => {
    expect(classify(standard, 'error', '{"retryable":false}').failure).toBeNull()
  })

  it.each([
    [3000, false],
    [3499, false],
    [3500, true],
    [4000, false],
    [4499, false],
    [4500, true],
    [1000, true],
  ])('by disconnect code %d are terminal: %s', (code, terminal) => {
    const centrifugo = rulesOf({ preset: 'centrifugo' })
    const { failure } = classify(centrifugo, 'message', `{"disconnect":{"code":${code},"reason":"bye"}}`)
    expect(failure?.terminal).toBe(terminal)
    expect(failure?.message).toBe(`The server disconnected with code ${code}: bye`)
  })

  it('are not seen in what a publication happens to hold', () => {
    const centrifugo = rulesOf({ preset: 'centrifugo' })
    const data = '{"pub":{"data":{"disconnect":{"code":3500},"recovered":false},"offset":9}}'
    const meaning = classify(centrifugo, 'message', data)
    expect([meaning.failure, meaning.replay, meaning.dataId]).toEqual([null, null, '9'])
  })
})

describe('status comments', () => {
  const nchan = rulesOf({ preset: 'nchan' })

  it.each([
    ['410: Gone', true, 410],
    ['404: Not Found', true, 404],
    ['408: Request Timeout', false, 408],
    ['503:', false, 503],
  ])('%j is terminal: %s', (text, terminal, status) => {
    const { failure } = classifyComment(nchan, text)
    expect([failure?.terminal, failure?.status]).toEqual([terminal, status])
  })

  it.each(['hi', '200: OK', '4100 items', '410 items'])('%j is a comment', (text) => {
    expect(classifyComment(nchan, text).failure).toBeNull()
  })

  it('are plain comments without the rule', () => {
    expect(classifyComment(standard, '410: Gone').failure).toBeNull()
  })
})

describe('the source of the stream', () => {
  it('is cut off and restored by the words of the server', () => {
    expect(classify(gateway, 'degraded', '{}').source).toBe('deaf')
    expect(classify(gateway, 'restored', '{}').source).toBe('restored')
  })
})

describe('ids inside the data', () => {
  it('are those of messages, not of heartbeats nor of the opening event', () => {
    const rules = rulesOf({ preset: 'ntfy', heartbeat: { timestamp: 'time' } })
    const data = '{"id":"hwQ2YpKdmg","time":1791440380}'
    expect(classify(rules, 'message', data).dataId).toBe('hwQ2YpKdmg')
    expect(classify(rules, 'open', data).dataId).toBeNull()
    expect(classify(rules, 'keepalive', data)).toMatchObject({ dataId: null, sentAt: 1_791_440_380_000 })
  })
})

describe('replays', () => {
  it('are told by events and by fields', () => {
    expect(classify(gateway, 'replay-truncated', '{}').replay).toBe('truncated')
    expect(classify(gateway, 'replay-failed', '{}').replay).toBe('failed')
    const rules = rulesOf({ replay: { field: 'subs.*.ok' } })
    expect(classify(rules, 'message', '{"subs":{"a":{"ok":true},"b":{"ok":false}}}').replay).toBe('truncated')
    expect(classify(rules, 'message', '{"subs":{"a":{"ok":true}}}').replay).toBe('complete')
    expect(classify(rules, 'message', '{"subs":{"a":{"ok":1}}}').replay).toBeNull()
  })
})
