import type { z } from 'zod'
import { block, duration, oneOf, text, texts, whole, yesNo } from './leaves.ts'

/** What a stream is judged by: every column of the preset table (3-wire.md) has its key. All optional. */
export const rulesShape = {
  heartbeat: block('What is a heartbeat. Any line is a sign of life all the same.', {
    events: texts('Event types that are heartbeats.').optional(),
    comments: yesNo('Whether comment lines are heartbeats.').optional(),
    data: text('A payload that is a heartbeat by itself, such as "{}" or "ping".').nullable().optional(),
    interval: duration('The time between two heartbeats; null for unknown.').nullable().optional(),
    timestamp: text(
      'Dotted path of the server time in the JSON data: ISO 8601, or epoch seconds or milliseconds; null for none.',
    )
      .nullable()
      .optional(),
    whenQuiet: yesNo(
      'Whether the server beats only after a quiet interval, as each event starts it anew.',
    ).optional(),
  }).optional(),
  silence: duration('Without any line for this long the connection is replaced; null for never.')
    .nullable()
    .optional(),
  ids: block('What the ids of the events are like.', {
    kind: oneOf('any, numeric, opaque (never contiguous, whatever they look like) or none.', [
      'any',
      'numeric',
      'opaque',
      'none',
    ]).optional(),
    ignore: texts('Ids that are error marks and never sent back.').optional(),
    path: text('Dotted path of the id in the JSON data, where the id field is not used.')
      .nullable()
      .optional(),
  }).optional(),
  replay: block('How the server tells that a replay was not complete.', {
    truncated: texts('Event types that say that not everything could be replayed.').optional(),
    failed: texts('Event types that say that the replay failed.').optional(),
    header: text('Response header that repeats the id from which the replay began; null for none.')
      .nullable()
      .optional(),
    field: text('Dotted path in the JSON data: false there means truncated, true complete.')
      .nullable()
      .optional(),
    snapshot: yesNo('Whether each connection begins with the full state.').optional(),
    badIdStatus: whole('Status that refuses an unknown Last-Event-ID, so that it is forgotten.', 400, 599)
      .nullable()
      .optional(),
  }).optional(),
  complete: block('How the server announces that it ends the stream.', {
    events: texts('Event types that end the stream.').optional(),
    rotation: texts('Values of "reason" in its data that are rotations: the stream goes on anew.').optional(),
  }).optional(),
  errors: block('How the server tells of an error inside the stream.', {
    events: texts('Event types that are errors.').optional(),
    retryable: text('Dotted path in the JSON data: false there means that a retry is not worth it.')
      .nullable()
      .optional(),
    comments: yesNo('Whether comments such as ":410: gone" carry a status.').optional(),
    code: text('Dotted path of a disconnect code: 3000 to 3499 and 4000 to 4499 retry, others stop.')
      .nullable()
      .optional(),
  }).optional(),
  deaf: block('How the server tells that it is cut off from its source.', {
    events: texts('Event types by which it says so.').optional(),
    restored: texts('Event types by which it says that it is so no longer.').optional(),
  }).optional(),
  expect: block('Events without which a stream that beats is called deaf; null for none.', {
    events: texts('Event types, any of which will do.').optional(),
    within: duration('The longest time without one of them.').optional(),
  })
    .nullable()
    .optional(),
  rotation: block('Unannounced closes on this schedule are rotations; null for none.', {
    every: duration('The time that a connection lives.'),
  })
    .nullable()
    .optional(),
} satisfies Record<string, z.ZodType>
