import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { rawServer, record, requestTo, streamHead } from './support.ts'

/**
 * The stream-format rules of the HTML standard, 9.2.5 and 9.2.6: what goes over a real socket, and the events
 * that must come out of the whole connection, however the bytes are cut.
 */
interface Case {
  readonly rule: string
  readonly body: string | Buffer
  /** Type, data, last event id. */
  readonly events: readonly (readonly [type: string, data: string, lastEventId: string])[]
  readonly comments?: readonly string[]
  readonly retries?: readonly number[]
  readonly blocks?: readonly (readonly [type: string, ownId: string | null])[]
  /** The id that a reconnection would send. */
  readonly last?: string | null
}

const bom = Buffer.from([0xef, 0xbb, 0xbf])
const bytes = (...parts: readonly (string | Buffer)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)))

const cases: readonly Case[] = [
  { rule: 'one line of data', body: 'data: x\n\n', events: [['message', 'x', '']] },
  {
    rule: 'CR ends a line',
    body: 'data: x\r\rdata: y\r\r',
    events: [
      ['message', 'x', ''],
      ['message', 'y', ''],
    ],
  },
  {
    rule: 'CR LF ends a line',
    body: 'data: x\r\n\r\ndata: y\r\n\r\n',
    events: [
      ['message', 'x', ''],
      ['message', 'y', ''],
    ],
  },
  {
    rule: 'CR LF is one end, not two',
    body: 'data: x\r\ndata: y\r\n\r\n',
    events: [['message', 'x\ny', '']],
  },
  {
    rule: 'LF CR is two ends',
    body: 'data: x\n\rdata: y\n\r',
    events: [
      ['message', 'x', ''],
      ['message', 'y', ''],
    ],
  },
  {
    rule: 'all three mixed',
    body: 'data: a\rdata: b\ndata: c\r\n\rdata: d\n\ndata: e\r\n\r\n',
    events: [
      ['message', 'a\nb\nc', ''],
      ['message', 'd', ''],
      ['message', 'e', ''],
    ],
  },
  {
    rule: 'CR, CR LF: a line and its blank line',
    body: 'data: x\r\r\ndata: y\n\n',
    events: [
      ['message', 'x', ''],
      ['message', 'y', ''],
    ],
  },
  {
    rule: 'one byte order mark is stripped',
    body: bytes(bom, 'data: x\n\n'),
    events: [['message', 'x', '']],
  },
  {
    rule: 'a second byte order mark is part of the name',
    body: bytes(bom, bom, 'data: x\n\ndata: y\n\n'),
    events: [['message', 'y', '']],
  },
  {
    rule: 'a byte order mark later on is text',
    body: bytes('data: ', bom, 'x\n\n', bom, 'data: y\n\n'),
    events: [['message', '\ufeffx', '']],
  },
  {
    rule: 'the mark alone, then the stream',
    body: bytes(bom, '\n\ndata: x\n\n'),
    events: [['message', 'x', '']],
  },
  {
    rule: 'half a mark is an unknown field',
    body: bytes(bom.subarray(0, 2), 'data: x\n\ndata: y\n\n'),
    events: [['message', 'y', '']],
  },
  {
    rule: 'the mark read as Latin-1 is no mark',
    body: 'ï»¿data: x\n\ndata: y\n\n',
    events: [['message', 'y', '']],
  },
  {
    rule: 'a mark before a comment',
    body: bytes(bom, ':c\ndata: x\n\n'),
    events: [['message', 'x', '']],
    comments: ['c'],
  },
  {
    rule: 'lines of data are joined by LF',
    body: 'data: a\ndata: b\ndata: c\n\n',
    events: [['message', 'a\nb\nc', '']],
  },
  {
    rule: 'one space after the colon goes',
    body: 'data:x\n\ndata: x\n\ndata:  x\n\n',
    events: [
      ['message', 'x', ''],
      ['message', 'x', ''],
      ['message', ' x', ''],
    ],
  },
  { rule: 'a tab after the colon stays', body: 'data:\tx\n\n', events: [['message', '\tx', '']] },
  { rule: 'trailing spaces stay', body: 'data: x  \n\n', events: [['message', 'x  ', '']] },
  {
    rule: 'a space before the colon is part of the name',
    body: 'data : x\n\ndata: y\n\n',
    events: [['message', 'y', '']],
  },
  {
    rule: 'a space before the name is part of it',
    body: ' data: x\n\ndata: y\n\n',
    events: [['message', 'y', '']],
  },
  { rule: 'only the first colon counts', body: 'data: a: b:c\n\n', events: [['message', 'a: b:c', '']] },
  { rule: 'data without a colon is an empty line of data', body: 'data\n\n', events: [['message', '', '']] },
  { rule: 'two of them are one LF', body: 'data\ndata\n\n', events: [['message', '\n', '']] },
  { rule: 'empty data is dispatched', body: 'data:\n\n', events: [['message', '', '']] },
  {
    rule: 'an empty line of data between others',
    body: 'data: a\ndata\ndata: b\n\n',
    events: [['message', 'a\n\nb', '']],
  },
  {
    rule: 'empty lines of data at the end',
    body: 'data: a\ndata:\ndata:\n\n',
    events: [['message', 'a\n\n', '']],
  },
  {
    rule: 'names have a case',
    body: 'DATA: x\nData: y\n\nEVENT: e\ndata: z\n\n',
    events: [['message', 'z', '']],
  },
  {
    rule: 'names that only begin alike',
    body: 'datax: a\ndat: b\nevents: c\nidx: 1\nretryx: 5\ndata: d\n\n',
    events: [['message', 'd', '']],
  },
  {
    rule: 'unknown fields are ignored',
    body: 'foo: bar\nbaz\ndata: x\nqux:1\n\n',
    events: [['message', 'x', '']],
  },
  { rule: 'the event field is the type', body: 'event: greet\ndata: x\n\n', events: [['greet', 'x', '']] },
  {
    rule: 'the type is reset at the blank line',
    body: 'event: a\ndata: x\n\ndata: y\n\n',
    events: [
      ['a', 'x', ''],
      ['message', 'y', ''],
    ],
  },
  { rule: 'the last type counts', body: 'event: a\nevent: b\ndata: x\n\n', events: [['b', 'x', '']] },
  { rule: 'an empty type is message', body: 'event: a\nevent:\ndata: x\n\n', events: [['message', 'x', '']] },
  {
    rule: 'event without a colon empties the type',
    body: 'event: a\nevent\ndata: x\n\n',
    events: [['message', 'x', '']],
  },
  {
    rule: 'a type without data is reset too',
    body: 'event: a\n\ndata: x\n\n',
    events: [['message', 'x', '']],
    blocks: [['a', null]],
  },
  {
    rule: 'types named error and open',
    body: 'event: error\ndata: x\n\nevent: open\ndata: y\n\n',
    events: [
      ['error', 'x', ''],
      ['open', 'y', ''],
    ],
  },
  { rule: 'the type may come after the data', body: 'data: x\nevent: late\n\n', events: [['late', 'x', '']] },
  { rule: 'a type with spaces and umlauts', body: 'event:  ä b \ndata: x\n\n', events: [[' ä b ', 'x', '']] },
  {
    rule: 'an id sticks',
    body: 'id: 1\ndata: x\n\ndata: y\n\nid: 2\ndata: z\n\n',
    events: [
      ['message', 'x', '1'],
      ['message', 'y', '1'],
      ['message', 'z', '2'],
    ],
    last: '2',
  },
  {
    rule: 'an id is committed by a block without data',
    body: 'id: 7\n\ndata: x\n\n',
    events: [['message', 'x', '7']],
    blocks: [['message', '7']],
    last: '7',
  },
  {
    rule: 'an id before its blank line is not committed',
    body: 'data: x\n\nid: 9\n',
    events: [['message', 'x', '']],
    last: null,
  },
  {
    rule: 'an empty id resets it',
    body: 'id: 1\ndata: x\n\nid:\ndata: y\n\n',
    events: [
      ['message', 'x', '1'],
      ['message', 'y', ''],
    ],
    last: '',
  },
  {
    rule: 'id without a colon resets it',
    body: 'id: 1\ndata: x\n\nid\ndata: y\n\n',
    events: [
      ['message', 'x', '1'],
      ['message', 'y', ''],
    ],
    last: '',
  },
  {
    rule: 'the last id of a block counts',
    body: 'id: 1\nid: 2\ndata: x\n\n',
    events: [['message', 'x', '2']],
    last: '2',
  },
  {
    rule: 'an id with NUL is ignored',
    body: 'id: 1\ndata: x\n\nid: 2\0\ndata: y\n\n',
    events: [
      ['message', 'x', '1'],
      ['message', 'y', '1'],
    ],
    last: '1',
  },
  {
    rule: 'an id with NUL leaves an earlier one in its block',
    body: 'id: 1\nid: a\0b\ndata: x\n\n',
    events: [['message', 'x', '1']],
    last: '1',
  },
  {
    rule: 'ids keep their inner spaces, and lose one',
    body: 'id:  a b \ndata: x\n\n',
    events: [['message', 'x', ' a b ']],
    last: ' a b ',
  },
  {
    rule: 'ids beyond ASCII',
    body: 'id: é€😀\ndata: x\n\n',
    events: [['message', 'x', 'é€😀']],
    last: 'é€😀',
  },
  {
    rule: 'retry takes digits',
    body: 'retry: 1234\ndata: x\n\n',
    events: [['message', 'x', '']],
    retries: [1234],
  },
  {
    rule: 'retry takes nothing else',
    body: 'retry: -1\nretry: 1.5\nretry: 1e3\nretry:\nretry\nretry: 10 \nretry: ٣\ndata: x\n\n',
    events: [['message', 'x', '']],
    retries: [],
  },
  {
    rule: 'retry counts at its line, and zeros lead',
    body: 'retry: 0010\nretry:0\n',
    events: [],
    retries: [10, 0],
  },
  {
    rule: 'comments',
    body: ': hi\n:\n:  two\ndata: x\n: in between\ndata: y\n\n',
    events: [['message', 'x\ny', '']],
    comments: ['hi', '', ' two', 'in between'],
  },
  { rule: 'a comment that looks like a field', body: ':data: x\n\n', events: [], comments: ['data: x'] },
  {
    rule: 'a comment with umlauts and bad bytes',
    body: bytes(': ü', Buffer.from([0xff]), '\n'),
    events: [],
    comments: ['ü\ufffd'],
  },
  { rule: 'NUL in data is data', body: 'data: a\0b\n\n', events: [['message', 'a\0b', '']] },
  { rule: 'NUL in a type is part of it', body: 'event: a\0b\ndata: x\n\n', events: [['a\0b', 'x', '']] },
  {
    rule: 'bad UTF-8 becomes U+FFFD',
    body: bytes('data: ', Buffer.from([0x61, 0xff, 0xc3, 0x28, 0xe2, 0x82]), 'z\n\n'),
    events: [['message', 'a\ufffd\ufffd(\ufffdz', '']],
  },
  {
    rule: 'surrogates in UTF-8 are bad',
    body: bytes('data: ', Buffer.from([0xed, 0xa0, 0x80]), '\n\n'),
    events: [['message', '\ufffd\ufffd\ufffd', '']],
  },
  { rule: 'bytes of a character come apart', body: 'data: ä€😀\n\n', events: [['message', 'ä€😀', '']] },
  {
    rule: 'Unicode line separators are text',
    body: 'data: a\u2028b\u2029c\u0085d\x0be\x0cf\n\n',
    events: [['message', 'a\u2028b\u2029c\u0085d\x0be\x0cf', '']],
  },
  {
    rule: 'no event at the end without a blank line',
    body: 'data: x\n\ndata: y\n',
    events: [['message', 'x', '']],
  },
  { rule: 'no event from a line without an end', body: 'data: x\n\ndata: y', events: [['message', 'x', '']] },
  { rule: 'blank lines alone', body: '\n\n\n\r\n\r\ndata: x\n\n\n\n', events: [['message', 'x', '']] },
  { rule: 'an empty body', body: '', events: [] },
  {
    rule: 'a lone colon is a comment, a double one too',
    body: ':\n::\ndata: x\n\n',
    events: [['message', 'x', '']],
    comments: ['', ':'],
  },
  { rule: 'a long line', body: `data: ${'x'.repeat(3000)}\n\n`, events: [['message', 'x'.repeat(3000), '']] },
]

const cuts = { whole: Number.POSITIVE_INFINITY, 'in two-byte pieces': 2, 'byte by byte': 1 } as const

/** Each piece has its own packet: written only when the one before was read by the other side's loop. */
async function send(socket: Socket, body: Buffer, size: number): Promise<void> {
  socket.write(streamHead)
  await turn()
  for (let at = 0; at < body.length; at += size) {
    if (!socket.write(body.subarray(at, at + size))) await once(socket, 'drain')
    if (size < body.length) await turn()
  }
  socket.end()
}

describe.each(Object.entries(cuts))('%s', (_name, size) => {
  test.each(cases)('$rule', async (rule) => {
    const body = Buffer.from(rule.body)
    const server = await rawServer((socket) => send(socket, body, size))
    const recording = record(requestTo(server.url))
    expect(await recording.end()).toEqual({ name: 'ended' })
    const events = recording.all('event').map(({ event }) => [event.type, event.data, event.lastEventId])
    expect(events).toEqual(rule.events)
    if (rule.comments) expect(recording.all('comment').map((one) => one.text)).toEqual(rule.comments)
    if (rule.retries) expect(recording.all('retry').map((one) => one.ms)).toEqual(rule.retries)
    if (rule.blocks) expect(recording.all('block').map((one) => [one.type, one.ownId])).toEqual(rule.blocks)
    if (rule.last !== undefined) expect(recording.all('consumed').at(-1)?.lastEventId).toBe(rule.last)
    const received = recording.all('received')
    expect(received.reduce((sum, one) => sum + one.bytes, 0)).toBe(body.length)
    // The pieces really came apart.
    if (size * 8 < body.length) expect(received.length).toBeGreaterThan(body.length / size / 2)
  })
})
