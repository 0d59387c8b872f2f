import { describe, expect, it } from 'vitest'
import { parseHints } from '../../../../src/main/monitor/hints.ts'
import { resolveRules, word } from '../../../../src/main/monitor/rules.ts'
import { endpointSettings } from '../../../helpers/endpoint-settings.ts'

const told = parseHints({ 'x-heartbeat-interval': '7', 'x-silence-threshold': '20' })

describe('resolveRules', () => {
  it('takes the configuration over the server and the server over the preset', () => {
    const preset = 'heartline-gateway'
    const configured = endpointSettings({ preset, heartbeat: { interval: 3000 }, silence: 9000 })
    expect(resolveRules(configured, told).interval).toEqual({ ms: 3000, source: 'config' })
    expect(resolveRules(configured, told).silence).toEqual({ ms: 9000, source: 'config' })
    expect(resolveRules(endpointSettings({ preset }), told).interval).toEqual({ ms: 7000, source: 'header' })
    expect(resolveRules(endpointSettings({ preset }), told).silence).toEqual({ ms: 20_000, source: 'header' })
    expect(resolveRules(endpointSettings({ preset }), null).interval).toEqual({ ms: 5000, source: 'preset' })
  })

  it('knows nothing where nobody says anything', () => {
    const rules = resolveRules(endpointSettings(), null)
    expect(rules.interval).toEqual({ ms: null, source: null })
    expect(rules.silence).toEqual({ ms: null, source: null })
    expect(rules.maxStream).toEqual({ ms: null, source: null })
    expect(rules.learns).toBe(true)
  })

  it('lets a configured null stand against the server, and then learns nothing', () => {
    const rules = resolveRules(endpointSettings({ heartbeat: { interval: null }, silence: null }), told)
    expect(rules.interval).toEqual({ ms: null, source: null })
    expect(rules.silence).toEqual({ ms: null, source: null })
    expect(rules.learns).toBe(false)
  })

  it('overrides a rule key by key', () => {
    const settings = endpointSettings({
      preset: 'heartline-gateway',
      heartbeat: { events: ['tick'], timestamp: undefined },
      complete: { rotation: ['lunch'] },
      ids: { ignore: ['error'] },
    })
    const rules = resolveRules(settings, null)
    expect(rules.words.get('tick')).toBe(word.heartbeat)
    expect(rules.words.has('heartbeat')).toBe(false)
    expect(rules.timestamp).not.toBeNull()
    expect(rules.words.get('complete')).toBe(word.complete)
    expect([...rules.rotationReasons]).toEqual(['lunch'])
    expect(rules.ids.kind).toBe('numeric')
    expect(rules.ids.ignore.has('error')).toBe(true)
  })

  it('switches a preset rule off with null or an empty list', () => {
    const settings = endpointSettings({
      preset: 'wikimedia',
      rotation: null,
      replay: { badIdStatus: null },
    })
    expect(resolveRules(settings, null).rotationEvery).toBeNull()
    expect(resolveRules(settings, null).replay.badIdStatus).toBeNull()
    const quiet = endpointSettings({
      preset: 'heartline-gateway',
      heartbeat: { events: [], timestamp: null },
    })
    expect(resolveRules(quiet, null).words.has('heartbeat')).toBe(false)
    expect(resolveRules(quiet, null).timestamp).toBeNull()
  })

  it('gives one event type several meanings', () => {
    const settings = endpointSettings({
      heartbeat: { events: ['order'] },
      expect: { events: ['order'], within: 600_000 },
    })
    const rules = resolveRules(settings, null)
    expect(rules.words.get('order')).toBe(word.heartbeat | word.expected)
    expect(rules.expectWithin).toBe(600_000)
  })

  it('takes the schedule of closes from configuration or preset, and a duration from the server', () => {
    const settings = endpointSettings({ rotation: { every: 900_000 } })
    const rules = resolveRules(settings, parseHints({ 'x-stream-max-seconds': '60' }))
    expect(rules.rotationEvery).toBe(900_000)
    expect(rules.maxStream).toEqual({ ms: 60_000, source: 'header' })
    expect(resolveRules(endpointSettings(), null).rotationEvery).toBeNull()
    expect(resolveRules(endpointSettings({ preset: 'mercure' }), null).rotationEvery).toBe(600_000)
  })

  it('knows whether the server has any word about a replay', () => {
    expect(resolveRules(endpointSettings({ preset: 'nchan' }), null).replay.tells).toBe(false)
    expect(resolveRules(endpointSettings({ preset: 'mercure' }), null).replay.headers).toEqual([
      'mercure-last-event-id',
      'last-event-id',
    ])
    expect(resolveRules(endpointSettings({ preset: 'centrifugo' }), null).replay.tells).toBe(true)
    expect(resolveRules(endpointSettings(), null).replay.tells).toBe(true)
  })
})

it('lets the configuration say that a server beats only when quiet, or that it does not', () => {
  const of = (settings: Parameters<typeof endpointSettings>[0]) =>
    resolveRules(endpointSettings(settings), null)
  expect(of({ preset: 'mercure' }).beatsWhenQuiet).toBe(true)
  expect(of({ preset: 'mercure', heartbeat: { whenQuiet: false } }).beatsWhenQuiet).toBe(false)
  expect(of({}).beatsWhenQuiet).toBe(false)
  expect(of({ heartbeat: { whenQuiet: true } }).beatsWhenQuiet).toBe(true)
})
