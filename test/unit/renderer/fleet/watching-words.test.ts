import { describe, expect, test } from 'vitest'
import { awayWords, digestPieces } from '../../../../src/renderer/fleet/watching-words.ts'
import { clock } from '../../../../src/renderer/ui/times.ts'
import type { Digest } from '../../../../src/shared/screens.ts'
import { ago, noon } from '../view.ts'

describe('why nobody sees the streams', () => {
  test('this machine is at fault: since when, how many, and that it counts for nothing', () => {
    const since = ago(240_000)
    const at = clock(noon - 240_000)
    const hosts = ['a.example', 'b.example', 'c.example']
    expect(awayWords({ cause: 'local', since, endpoints: 12, hosts }, noon)).toEqual({
      lead: `This machine's network is at fault since ${at}: 12 streams on 3 hosts fell silent together.`,
      rest: 'Nothing is counted against them.',
    })
    const offline = awayWords({ cause: 'offline', since, endpoints: 1, hosts: [] }, noon)
    expect(offline.lead).toBe(`This machine is offline since ${at}: nobody sees 1 stream.`)
  })
})

describe('a digest', () => {
  const digest = (sentence: string, failed: Digest['failed']): Digest => ({
    id: 'sleep-1',
    cause: 'sleep',
    from: ago(3_600_000),
    to: ago(0),
    sentence,
    pending: 0,
    failed,
  })
  const links = (pieces: ReturnType<typeof digestPieces>) =>
    pieces.flatMap(({ id, text }) => (id === null ? [] : [`${id}: ${text}`]))

  test('names those that failed, each as a link', () => {
    const sentence = 'Asleep for 7 h. 48 of 50 streams are back; 2 failed: Orders, failed: x.'
    const pieces = digestPieces(
      digest(sentence, [
        { id: 'a', name: 'Orders' },
        { id: 'b', name: 'failed: x' },
      ]),
    )
    expect(pieces.map(({ text }) => text).join('')).toBe(sentence)
    expect(links(pieces)).toEqual(['a: Orders', 'b: failed: x'])
  })

  test('of more than it names, or of none, it is the sentence all the same', () => {
    const sentence = 'Asleep for 1 h. 1 of 4 streams is back; 3 failed: one, two and 1 more.'
    const failed = ['one', 'two', 'three'].map((name) => ({ id: name, name }))
    const pieces = digestPieces(digest(sentence, failed))
    expect(pieces.map(({ text }) => text).join('')).toBe(sentence)
    expect(links(pieces)).toEqual(['one: one', 'two: two'])
    expect(digestPieces(digest('Asleep for 1 h. All 4 streams are back.', []))).toHaveLength(1)
  })
})
