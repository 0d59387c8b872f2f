import { DatabaseSync } from 'node:sqlite'
import { createTransact, textIn } from './rows.ts'

/**
 * The steps from each version of the file to the next; the first one makes a new file. A step that was released is
 * never changed.
 */
export const steps: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;

  -- until: epoch ms up to which it is on record; NULL for as far as the newest batch.
  CREATE TABLE endpoints (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, until INTEGER) STRICT;

  -- The newest hours, whose slots may still be written again. Ordered by time, so that one second's writing touches
  -- neighbouring pages. at: in slots of 10 s since the epoch.
  CREATE TABLE slots (
    at INTEGER NOT NULL, endpoint INTEGER NOT NULL, era INTEGER NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (at, endpoint, era)
  ) STRICT, WITHOUT ROWID;

  -- The same for hours that were folded already: the clock was set back.
  CREATE TABLE late (
    at INTEGER NOT NULL, endpoint INTEGER NOT NULL, era INTEGER NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (at, endpoint, era)
  ) STRICT, WITHOUT ROWID;

  -- What the slots are folded into. key: the endpoint's number times 2^24, plus the hour (or the day) since the epoch.
  CREATE TABLE tens (key INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
  CREATE TABLE minutes (key INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
  CREATE TABLE hours (key INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;

  CREATE TABLE long_spans (
    endpoint INTEGER NOT NULL, "from" INTEGER NOT NULL, "to" INTEGER NOT NULL, phase TEXT NOT NULL
  ) STRICT;
  CREATE INDEX long_spans_by_time ON long_spans (endpoint, "from");

  CREATE TABLE transitions (
    endpoint INTEGER NOT NULL, at INTEGER NOT NULL, phase TEXT NOT NULL, health TEXT, reason TEXT NOT NULL
  ) STRICT;
  CREATE INDEX transitions_by_time ON transitions (endpoint, at);

  -- The id moves with each event; the rest of what an endpoint remembers hardly ever does.
  CREATE TABLE last_ids (endpoint INTEGER PRIMARY KEY, id TEXT) STRICT;
  CREATE TABLE memory (endpoint INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;

  CREATE TABLE incidents (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER, cause TEXT NOT NULL,
    flapping INTEGER NOT NULL, notes TEXT NOT NULL, acknowledged INTEGER, endpoints TEXT NOT NULL,
    evidence TEXT NOT NULL
  ) STRICT;
  CREATE INDEX incidents_by_start ON incidents (start);
  `,
]

export function versionOf(db: DatabaseSync): number {
  const version = db.prepare('PRAGMA user_version').get()?.user_version
  return typeof version === 'number' ? version : 0
}

/** Takes each step that the file has not taken yet, all of a step or nothing of it. */
export function migrate(db: DatabaseSync, all: readonly string[] = steps): void {
  const transact = createTransact(db, () => undefined)
  for (let version = versionOf(db); version < all.length; version++) {
    transact(() => db.exec(`${all[version]}; PRAGMA user_version = ${version + 1}`))
  }
}

/** Whether a file that says it is of this version has all that belongs to it: another program's may say so too. */
export function isWhole(db: DatabaseSync): boolean {
  const model = new DatabaseSync(':memory:')
  migrate(model)
  const there = namesIn(db)
  const isWhole = [...namesIn(model)].every((name) => there.has(name))
  model.close()
  return isWhole
}

function namesIn(db: DatabaseSync): ReadonlySet<string> {
  return new Set(
    db
      .prepare('SELECT name FROM sqlite_schema')
      .all()
      .map(({ name }) => textIn(name)),
  )
}
