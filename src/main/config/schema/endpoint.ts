import { z } from 'zod'
import { presetNames } from '../../../shared/settings.ts'
import { isHeaderValue } from '../credentials.ts'
import { block, duration, hintMark, oneOf, said, size, text, texts, whole, yesNo } from './leaves.ts'
import { rulesShape } from './rules.ts'

const references = `may hold \${env:NAME} and \${secret:NAME}.`

/** [RFC 9110 5.6.2] */
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
/** These are the transport's own: set by hand they break the connection. */
const transportHeaders = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
])

function url(about: string) {
  return text(about).meta({
    description: `${about} It ${references}`,
    pattern: '^([Hh][Tt][Tt][Pp][Ss]?://|\\$\\{)',
  })
}

const headers = z
  .record(
    z.string().refine((name) => headerName.test(name) && !transportHeaders.has(name.toLowerCase()), {
      error: ({ input }) =>
        transportHeaders.has(String(input).toLowerCase())
          ? `The header ${said(input)} is set by the transport itself.${hintMark}Leave it out.`
          : `${said(input)} is not the name of a header.`,
    }),
    // Never shown in a message: it may be a secret that was written out.
    z
      .string({ error: `The value of a header is text.${hintMark}Put it in quotes.` })
      .refine(isHeaderValue, {
        error: 'The value holds characters that no header may hold, such as a line break.',
      })
      .nullable(),
  )
  .meta({ description: `Request headers; null takes one of the defaults away. A value ${references}` })

const never = z
  .union([z.literal(0), duration('A duration.', 0)], {
    error: ({ input }) =>
      `${said(input)} is not a duration.${hintMark}Write 5m for five minutes, or 0 for never.`,
  })
  .meta({ description: 'How often one connection is tried from failed; 0 for never.' })

/** Every key that `defaults` may hold too. Numbers out are milliseconds and bytes. */
const sharedShape = {
  group: text('The group in which the endpoint is shown; null for none.').nullable().optional(),
  tags: texts('Words to filter by.').optional(),
  enabled: yesNo('Whether the endpoint is watched.').optional(),
  preset: oneOf(
    'The kind of server: a bundle of rules, each of which can be overridden here.',
    presetNames,
  ).optional(),
  headers: headers.optional(),
  ...rulesShape,
  connectTimeout: duration('From dialling to the response headers.').optional(),
  maxFrame: size('The longest line and the longest event.', 1024, 256 * 1024 ** 2).optional(),
  retry: block('How a lost connection is tried again.', {
    base: duration('The delay after the first failure; it doubles with each.').optional(),
    cap: duration('The longest delay.').optional(),
    maxAttempts: whole(
      'Failed attempts in a row before the endpoint is called failed.',
      1,
      1_000_000,
    ).optional(),
    stableAfter: duration('How long a connection is open before attempts count from 1 again.', 0).optional(),
  }).optional(),
  recheck: never.optional(),
  network: text('A label that endpoints share which share a way out; null for none.').nullable().optional(),
  headersFrom: block('A header whose value is read at each connect; null for none.', {
    file: text('The file that holds the value, relative to this file.').optional(),
    command: z
      .array(z.string({ error: `A command is a list of texts.${hintMark}Put numbers in quotes.` }))
      .min(1, { error: 'The command is empty.' })
      .optional()
      .meta({
        description: 'The command that prints the value, and its arguments. It runs without a shell.',
      }),
    header: text("The header's name; Authorization by default.")
      .refine((name) => headerName.test(name), {
        error: ({ input }) => `${said(input)} is not the name of a header.`,
      })
      .optional(),
    prefix: z
      .string()
      .refine(isHeaderValue, { error: 'The prefix holds characters that no header may hold.' })
      .optional()
      .meta({ description: 'What stands before the value, such as "Bearer ".' }),
  })
    .nullable()
    .optional(),
  resume: yesNo('Whether Last-Event-ID is sent.').optional(),
  snapshotUrl: url('Fetched again when a replay cannot be trusted; null for none.').nullable().optional(),
  fallback: block('Polled from the third failed attempt on; null for none.', {
    url: url('The URL that is polled.').optional(),
    every: duration('The time between two polls; 30s by default.', 1000).optional(),
  })
    .nullable()
    .optional(),
  http2: yesNo(
    'Whether HTTP/2 is spoken where the server can. Many streams on one socket die together.',
  ).optional(),
  tls: block('How the server is trusted, and who this client is.', {
    ca: text('PEM file with certificate authorities, relative to this file.').optional(),
    cert: text('PEM file with the client certificate, relative to this file.').optional(),
    key: text('PEM file with its key, relative to this file.').optional(),
    insecure: yesNo('True accepts any certificate: for tests only.').optional(),
  }).optional(),
  proxy: url('An http or https proxy; null for none.').nullable().optional(),
} satisfies Record<string, z.ZodType>

const id = z
  .string({ error: ({ input }) => `${said(input)} is not text.${hintMark}Put the id in quotes.` })
  .regex(/^[A-Za-z0-9-]{1,100}$/, {
    error: ({ input }) => `${said(input)} cannot be an id.${hintMark}${idHint(input)}`,
  })
  .meta({ description: 'Letters, digits and dashes; unique.' })

function idHint(input: unknown): string {
  const rule = 'An id has letters, digits and dashes, 100 at most.'
  const near = String(input)
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 100)
  return near === '' ? rule : `${rule} ${near} would do.`
}

/** Keys that are often looked for one level too high. */
const nested = {
  base: 'retry',
  cap: 'retry',
  maxAttempts: 'retry',
  stableAfter: 'retry',
  interval: 'heartbeat',
  timestamp: 'heartbeat',
  within: 'expect',
  ca: 'tls',
  cert: 'tls',
  key: 'tls',
  insecure: 'tls',
  truncated: 'replay',
  snapshot: 'replay',
  retryable: 'errors',
  restored: 'deaf',
}

export const endpointSchema = block(
  'One SSE URL that is watched.',
  {
    id,
    name: text('What people call it; the id by default.').optional(),
    url: url('The stream, http or https.'),
    ...sharedShape,
  },
  nested,
)

export const defaultsSchema = block('Keys for every endpoint that does not set them itself.', sharedShape, {
  ...nested,
  id: 'each endpoint',
  name: 'each endpoint',
  url: 'each endpoint',
})

/** The whole file. */
export const configSchema = block("Heartline's configuration.", {
  version: z
    .literal(1, { error: ({ input }) => versionMistake(input) })
    .meta({ description: 'The version of this format.' }),
  defaults: defaultsSchema.nullable().optional(),
  endpoints: z
    .array(endpointSchema)
    .nullable()
    .optional()
    .meta({ description: 'The streams that are watched, in order.' }),
})

function versionMistake(input: unknown): string {
  if (input === undefined) return `The key version is missing.${hintMark}Begin the file with "version: 1".`
  return `${said(input)} is not a version that this Heartline knows.${hintMark}Write "version: 1".`
}

export type ConfigInput = z.output<typeof configSchema>
export type EndpointInput = z.output<typeof endpointSchema>
export type DefaultsInput = z.output<typeof defaultsSchema>
