import { describe, expect, it } from 'vitest'
import {
  classify,
  classifyBlock,
  classifyComment,
  type Meaning,
} from '../../../../src/main/monitor/classify.ts'
import { parseHints } from '../../../../src/main/monitor/hints.ts'
import { suggestPreset } from '../../../../src/main/monitor/preset-signs.ts'
import { presets } from '../../../../src/main/monitor/presets.ts'
import { createReplayLedger, resumableId } from '../../../../src/main/monitor/replay.ts'
import { type Rules, resolveRules } from '../../../../src/main/monitor/rules.ts'
import { isOnSchedule } from '../../../../src/shared/model/backoff.ts'
import { presetNames } from '../../../../src/shared/settings.ts'
import { endpointSettings } from '../../../helpers/endpoint-settings.ts'
import { type PlayedConnection, presetPlays } from '../../../helpers/preset-bytes.ts'

interface Told {
  readonly meaning: Meaning
  readonly ownId: string | null
  readonly carrier: 'event' | 'block' | 'comment'
  readonly type: string
}

/** Reads a body by the standard's line rules, enough for the presets' bytes. */
function read(rules: Rules, body: string): Told[] {
  const told: Told[] = []
  let block: { type: string; data: string[]; id: string | null } = { type: '', data: [], id: null }
  for (const line of body.split('\n')) {
    const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line) ?? []
    if (line.startsWith(':')) {
      told.push({ meaning: classifyComment(rules, value ?? ''), ownId: null, carrier: 'comment', type: '' })
    } else if (field === 'event') block.type = value ?? ''
    else if (field === 'data') block.data.push(value ?? '')
    else if (field === 'id') block.id = value ?? ''
    else if (line === '' && (block.type !== '' || block.data.length > 0 || block.id !== null)) {
      told.push(dispatch(rules, block))
      block = { type: '', data: [], id: null }
    }
  }
  return told
}

function dispatch(rules: Rules, block: { type: string; data: string[]; id: string | null }): Told {
  const { type, id } = block
  return block.data.length === 0
    ? { meaning: classifyBlock(rules, type), ownId: id, carrier: 'block', type }
    : {
        meaning: classify(rules, type || 'message', block.data.join('\n')),
        ownId: id,
        carrier: 'event',
        type,
      }
}

function play(name: (typeof presetNames)[number]) {
  const settings = endpointSettings({ preset: name })
  let rules = resolveRules(settings, null)
  const ledger = createReplayLedger(rules, () => undefined)
  let resumeFrom: string | null = null
  let at = 1_700_000_000_000

  function connect({ headers, chunks }: PlayedConnection): readonly Meaning[] {
    rules = resolveRules(settings, parseHints(headers))
    ledger.use(rules)
    ledger.opened(at, { resumeFrom, sent: true, headers })
    const told = read(rules, chunks.join(''))
    for (const { meaning, ownId, carrier, type } of told) {
      const id = ownId ?? meaning.dataId
      if (id !== null)
        ledger.id(at, id, meaning.heartbeat ? 'heartbeat' : carrier === 'event' ? 'event' : 'block')
      resumeFrom = resumableId(rules, resumeFrom, id)
      if (meaning.replay) ledger.told(at, meaning.replay, type)
    }
    ledger.tick(at + 2000)
    ledger.closed(at + 2001)
    at += 60_000
    return told.map(({ meaning }) => meaning)
  }
  return { connect, ledger, rules: () => rules, resumeFrom: () => resumeFrom }
}

function toldEnd(meanings: readonly Meaning[]): string {
  const end = meanings.find(({ failure, completion }) => failure || completion)
  if (end?.completion) return end.completion
  return end?.failure ? (end.failure.terminal ? 'terminal' : 'retry') : 'nothing'
}

describe.each(presetNames)('preset %s', (name) => {
  const { first, second, suggested, expected } = presetPlays[name]

  it('is played as its server sends it', () => {
    const player = play(name)
    const begun = player.connect(first)
    expect(player.rules().interval).toEqual(expected.interval)
    expect(player.rules().silence).toEqual(expected.silence.source ? expected.silence : presetSilence(name))
    expect(begun.filter(({ heartbeat }) => heartbeat)).toHaveLength(expected.heartbeats)
    expect(begun.filter(({ failure, completion, replay }) => failure || completion || replay)).toEqual([])
    expect(player.resumeFrom()).toBe(expected.resumeFrom)
    const planned = player.rules().rotationEvery ?? player.rules().maxStream.ms
    if (expected.scheduled !== null) expect(isOnSchedule(expected.scheduled, planned)).toBe(true)
    expect(isOnSchedule(31_000, planned)).toBe(false)
    expect(player.ledger.view().last).toBeNull()

    const resumed = player.connect(second)
    expect(player.ledger.view().last).toBe(expected.verdict)
    expect(toldEnd(resumed)).toBe(expected.told)
    expect(player.resumeFrom()).toBe(expected.lastId)
  })

  it('is suggested by what its server sends first', () => {
    expect(suggestPreset(first.headers, first.chunks.join(''))).toBe(suggested)
  })
})

function presetSilence(name: (typeof presetNames)[number]) {
  const ms = presets[name].silence ?? null
  return { ms, source: ms === null ? null : 'preset' }
}

describe('suggestPreset', () => {
  it('knows Mercure by the header that answers an id', () => {
    expect(suggestPreset({ 'mercure-last-event-id': 'x' }, ':\n')).toBe('mercure')
    expect(suggestPreset({ 'last-event-id': 'x' }, ':\n')).toBe('mercure')
  })

  it('takes a header before a line, and reads every line ending', () => {
    expect(suggestPreset({ 'x-connection-id': '1' }, ':ok\n\n')).toBe('heartline-gateway')
    expect(suggestPreset({}, ':ok\r\n\r\n')).toBe('wikimedia')
    expect(suggestPreset({}, ':ok\r\r')).toBe('wikimedia')
  })

  it('suggests nothing for an ordinary stream', () => {
    expect(suggestPreset({ 'content-type': 'text/event-stream' }, 'data: open\n\n: hi there\n')).toBeNull()
  })
})

it('gives the gateway 15 s of silence and 5 s of interval where its headers say nothing', () => {
  const rules = resolveRules(endpointSettings({ preset: 'heartline-gateway' }), parseHints({}))
  expect(rules.silence).toEqual({ ms: 15_000, source: 'preset' })
  expect(rules.interval).toEqual({ ms: 5000, source: 'preset' })
})
