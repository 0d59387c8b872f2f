import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { migrate, steps, versionOf } from '../../../../src/main/history/schema.ts'
import type { HistoryStore } from '../../../../src/main/history/types.ts'
import type { IncidentRecord } from '../../../../src/main/monitor/incidents/types.ts'
import {
  batch,
  endpointBatch,
  hour,
  memory,
  minute,
  type Shelf,
  shelf,
  slot,
  t0,
} from '../../../helpers/history.ts'

const incident: IncidentRecord = {
  id: 'i1',
  kind: 'outage',
  endpoints: ['orders'],
  start: t0,
  end: null,
  cause: 'The server refused the connection.',
  flapping: false,
  notes: '',
  acknowledgedAt: null,
  evidence: [],
}

function write(store: HistoryStore, count = 1): void {
  const slots = Array.from({ length: count }, (_, index) => slot(t0 + index * 10_000, { events: 1 }))
  store.write(batch(t0 + count * 10_000, endpointBatch('orders', { slots })))
}

const events = (store: HistoryStore): number | null => {
  const view = store.chart('orders', { from: t0, to: t0 + hour, points: 1 })
  return view === null ? null : (view.events[0] ?? 0)
}

/** Writes nonsense into the middle of the file. */
function spoil(file: string, from: number, to: number): void {
  const bytes = readFileSync(file)
  bytes.fill(0xa5, from, to)
  writeFileSync(file, bytes)
}

const asideOf = ({ dir }: Shelf): string[] => readdirSync(dir).filter((name) => name.includes('.damaged-'))

describe('A damaged file', () => {
  it.each([
    [
      'is no database at all',
      (file: string) => writeFileSync(file, 'This is a letter, not a history.'.repeat(99)),
    ],
    ['was cut off', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, 5000))],
    ['has nonsense in its first pages', (file: string) => spoil(file, 100, 8192)],
  ])('that %s is set aside whole, and a new one begun', (_, damage) => {
    const place = shelf()
    const first = place.open()
    write(first, 300)
    first.close()
    damage(place.file)
    const damaged = readFileSync(place.file)
    const store = place.open()
    expect(place.troubles).toMatchObject([{ code: 'history-damaged' }])
    expect(place.troubles[0]?.message).toContain('is set aside as')
    const [aside] = asideOf(place)
    expect(readFileSync(`${place.dir}/${aside}`)).toEqual(damaged)
    expect(store.state()).toMatchObject({ file: place.file, since: null })
    write(store)
    expect(events(store)).toBe(1)
  })

  it('is found while it is in use, and the batch that found it is in the new one', () => {
    const place = shelf()
    const first = place.open()
    write(first, 3000)
    first.close()
    // All but the schema and the few rows that are read at the start.
    spoil(place.file, 40_960, statSync(place.file).size)
    const store = place.open()
    expect(place.troubles).toEqual([])
    expect(() => write(store, 3000)).not.toThrow()
    expect(place.troubles).toMatchObject([{ code: 'history-damaged' }])
    expect(asideOf(place)).toHaveLength(1)
    expect(store.chart('orders', { from: t0, to: t0 + 9 * hour, points: 1 })?.events).toEqual([3000])
  })

  it('is one too whose rows hold what nobody wrote there', () => {
    const place = shelf()
    const first = place.open()
    write(first)
    first.close()
    const db = new DatabaseSync(place.file)
    db.exec(`UPDATE slots SET body = x'01FF'`)
    db.close()
    const store = place.open()
    expect(events(store)).toBeNull()
    expect(place.troubles).toMatchObject([{ code: 'history-damaged' }])
    expect(asideOf(place)).toHaveLength(1)
  })

  const query = { from: 0, to: t0 + hour, kinds: [], limit: 9 }
  it.each([
    ['a slot', `UPDATE slots SET body = x'01FF'`, (store: HistoryStore) => store.recall(['orders'], t0)],
    [
      'a slot that goes on',
      `UPDATE slots SET body = CAST(body || x'00' AS BLOB)`,
      (store) => store.recall(['orders'], t0),
    ],
    ['a memory', `UPDATE memory SET body = '{"urlH'`, (store) => store.recall(['orders'], t0)],
    ['an incident', `UPDATE incidents SET endpoints = '["ord'`, (store) => store.incidents(query)],
  ] satisfies [string, string, (store: HistoryStore) => unknown][])(
    'is found where the past is recalled: %s',
    (_, damage, ask) => {
      const place = shelf()
      const first = place.open()
      first.write({
        ...batch(t0 + 10_000, endpointBatch('orders', { slots: [slot(t0)], memory })),
        incidents: { put: [incident], withdrawn: [] },
      })
      first.close()
      const db = new DatabaseSync(place.file)
      db.exec(damage)
      db.close()
      expect(() => ask(place.open())).not.toThrow()
      expect(place.troubles).toMatchObject([{ code: 'history-damaged' }])
      expect(asideOf(place)).toHaveLength(1)
    },
  )

  it('is one too that lacks what its version has', () => {
    const place = shelf()
    const db = new DatabaseSync(place.file)
    db.exec(`CREATE TABLE meta (key, value); PRAGMA user_version = ${steps.length}`)
    db.close()
    const store = place.open()
    write(store)
    expect(events(store)).toBe(1)
    expect(place.troubles).toMatchObject([{ code: 'history-damaged' }])
  })

  it('is not one because somebody asks for what cannot be', () => {
    const place = shelf()
    const store = place.open()
    write(store)
    expect(() => store.chart('orders', { from: 0, to: 9e15, points: 5 })).toThrow(/cannot be used/)
    expect(place.troubles).toEqual([])
    expect(events(store)).toBe(1)
  })

  it('that cannot be set aside is left as it is, and this run remembers in memory', () => {
    const place = shelf()
    const first = place.open()
    write(first)
    first.close()
    const db = new DatabaseSync(place.file)
    db.exec(`UPDATE slots SET body = x'01FF'`)
    db.close()
    const store = place.open()
    const inTheWay = new Date(t0).toISOString().slice(0, 23).replaceAll(':', '-')
    mkdirSync(`${place.file}.damaged-${inTheWay}`)
    expect(events(store)).toBeNull()
    expect(place.troubles).toMatchObject([{ code: 'history-unreachable' }])
    write(store)
    expect(events(store)).toBe(1)
    expect(store.state().file).toBeNull()
  })

  it('does not push out the first ones, which hold the most', () => {
    const place = shelf()
    for (let time = 1; time <= 8; time++) writeFileSync(`${place.file}.damaged-2026-01-0${time}`, `${time}`)
    writeFileSync(place.file, 'nonsense'.repeat(999))
    place.open()
    expect(asideOf(place)).toHaveLength(8)
    expect(
      asideOf(place)
        .slice(0, 7)
        .map((name) => name.slice(-1)),
    ).toEqual(['1', '2', '3', '4', '5', '6', '7'])
  })
})

describe('A file that is taken away while it is in use', () => {
  it('is written again with all that it held', () => {
    const place = shelf()
    const store = place.open()
    write(store, 300)
    for (const name of readdirSync(place.dir)) rmSync(`${place.dir}/${name}`)
    store.write(batch(t0 + hour, endpointBatch('orders', { slots: [slot(t0 + hour, { events: 1 })] })))
    expect(place.troubles).toMatchObject([{ code: 'history-removed' }])
    store.close()
    expect(place.open().chart('orders', { from: t0, to: t0 + 2 * hour, points: 1 })?.events).toEqual([301])
    expect(readdirSync(place.dir).filter((name) => name.endsWith('.again'))).toEqual([])
    expect(statSync(place.file).mode & 0o777).toBe(0o600)
  })

  it('is written again though its folder went, too', () => {
    const place = shelf()
    const store = place.open()
    write(store)
    rmSync(place.dir, { recursive: true })
    write(store, 2)
    expect(events(store)).toBe(2)
    expect(readdirSync(place.dir)).toContain('history.db')
  })

  it('is refused, and nothing forgotten, while its place is taken by something else', () => {
    const place = shelf()
    const store = place.open()
    write(store)
    rmSync(place.dir, { recursive: true })
    writeFileSync(place.dir, 'a file in the place of the folder')
    expect(() => write(store, 2)).toThrow(/cannot be used/)
    rmSync(place.dir)
    write(store, 2)
    expect(events(store)).toBe(2)
  })

  it('is written again though its log stayed, and another file stands in its place, which is kept', () => {
    const place = shelf()
    const store = place.open()
    write(store, 300)
    writeFileSync(`${place.file}.copy`, 'somebody put this here')
    renameSync(`${place.file}.copy`, place.file)
    store.write(batch(t0 + hour, endpointBatch('orders', { slots: [slot(t0 + hour, { events: 1 })] })))
    expect(place.troubles).toMatchObject([{ code: 'history-removed' }])
    store.close()
    expect(place.open().chart('orders', { from: t0, to: t0 + 2 * hour, points: 1 })?.events).toEqual([301])
    const [other] = readdirSync(place.dir).filter((name) => name.includes('.other-'))
    expect(readFileSync(`${place.dir}/${other}`, 'utf8')).toBe('somebody put this here')
  })
})

describe('A file that cannot be used', () => {
  it.skipIf(process.getuid?.() === 0)('is written to once it may be', () => {
    const place = shelf()
    const first = place.open()
    write(first)
    first.close()
    chmodSync(place.file, 0o400)
    const store = place.open()
    expect(() => write(store, 2)).toThrow(/cannot be written to/)
    expect(events(store)).toBe(1)
    chmodSync(place.file, 0o600)
    write(store, 2)
    expect(events(store)).toBe(2)
  })

  it('is left untouched where a newer version wrote it', () => {
    const place = shelf()
    const db = new DatabaseSync(place.file)
    db.exec(
      `PRAGMA journal_mode = WAL; CREATE TABLE later (x); INSERT INTO later VALUES (1); PRAGMA user_version = ${steps.length + 1}`,
    )
    db.close()
    const before = readFileSync(place.file)
    const store = place.open()
    expect(place.troubles).toMatchObject([{ code: 'history-newer' }])
    expect(place.troubles[0]?.message).toContain('only as long as this program runs')
    write(store)
    expect(events(store)).toBe(1)
    expect(store.state()).toMatchObject({ file: null, since: t0 })
    store.close()
    expect(readFileSync(place.file)).toEqual(before)
    expect(asideOf(place)).toEqual([])
  })

  it('is left to the program that has it open', () => {
    const place = shelf()
    const first = place.open()
    write(first)
    const second = place.open()
    expect(place.troubles).toMatchObject([{ code: 'history-locked' }])
    write(second, 7)
    expect(events(second)).toBe(7)
    expect(events(first)).toBe(1)
    write(first, 2)
    expect(events(first)).toBe(2)
  })

  it('is no reason to end where a folder stands in its place', () => {
    const place = shelf()
    mkdirSync(place.file)
    const store = place.open()
    expect(place.troubles).toMatchObject([{ code: 'history-unreachable' }])
    write(store)
    expect(events(store)).toBe(1)
  })
})

it.skipIf(process.platform === 'win32')('lets nobody else read the file or its log', () => {
  const place = shelf()
  write(place.open())
  const modes = [place.file, `${place.file}-wal`].map((file) => statSync(file).mode & 0o777)
  expect(modes).toEqual([0o600, 0o600])
})

describe('The schema', () => {
  it('of an earlier version is brought up to date, its rows kept', () => {
    const { file } = shelf()
    const db = new DatabaseSync(file)
    const first = 'CREATE TABLE notes (text TEXT) STRICT'
    migrate(db, [first])
    db.exec(`INSERT INTO notes VALUES ('The proxy was restarted.')`)
    const second = `ALTER TABLE notes ADD COLUMN at INTEGER NOT NULL DEFAULT 7`
    migrate(db, [first, second])
    expect(versionOf(db)).toBe(2)
    expect({ ...db.prepare('SELECT text, at FROM notes').get() }).toEqual({
      text: 'The proxy was restarted.',
      at: 7,
    })
    migrate(db, [first, second])
    expect(versionOf(db)).toBe(2)
    db.close()
  })

  it('stays as it was where a step fails half way', () => {
    const db = new DatabaseSync(':memory:')
    const first = 'CREATE TABLE notes (text TEXT) STRICT'
    migrate(db, [first])
    expect(() => migrate(db, [first, 'CREATE TABLE more (x); INSERT INTO nowhere VALUES (1)'])).toThrow(
      /nowhere/,
    )
    expect(versionOf(db)).toBe(1)
    expect(db.prepare(`SELECT count(*) AS count FROM sqlite_schema WHERE name = 'more'`).get()?.count).toBe(0)
    db.close()
  })

  it('of version 1 is opened by this program', () => {
    const place = shelf()
    const db = new DatabaseSync(place.file)
    migrate(db, steps.slice(0, 1))
    db.exec(`INSERT INTO meta VALUES ('until', ${t0 + minute}), ('era', 3)`)
    db.close()
    expect(place.open().era()).toBe(3)
    expect(place.troubles).toEqual([])
  })
})
