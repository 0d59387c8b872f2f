import type { FieldPath } from '../../shared/editing.ts'
import { startsWith } from './fields.ts'

/** What the form offers: every key of heartline.yaml, in sections. Headers and headersFrom have parts of their own. */

export type FieldKind = 'text' | 'number' | 'words' | 'lines' | 'yes' | 'choice'

export interface FieldSpec {
  readonly path: FieldPath
  readonly label: string
  readonly help: string
  readonly kind: FieldKind
  /** "None" is a value of its own: it takes a default away. */
  readonly none?: boolean
  /** What stands in the empty field where no default is known. */
  readonly example?: string
  readonly options?: readonly string[]
  /** Takes the whole width. */
  readonly wide?: boolean
  /** For addresses, paths and rules. */
  readonly mono?: boolean
}

export interface SectionSpec {
  readonly id: string
  readonly title: string
  readonly about: string
  readonly fields: readonly FieldSpec[]
}

const field = (
  path: string,
  kind: FieldKind,
  label: string,
  help: string,
  more: Partial<FieldSpec> = {},
): FieldSpec => ({ path: path.split('.'), kind, label, help, ...more })

const byRules = 'by server or preset'

export const urlField = field(
  'url',
  'text',
  'URL',
  `The stream, http or https. Secrets as \${secret:NAME}.`,
  {
    wide: true,
    mono: true,
    example: 'https://stream.example.com/sse/orders',
  },
)

export const basics: SectionSpec = {
  id: 'basics',
  title: 'Basics',
  about: '',
  fields: [
    urlField,
    field('name', 'text', 'Name', 'What people call it.'),
    field('id', 'text', 'Id', 'Letters, digits and dashes; scripts and metrics know the endpoint by it.', {
      mono: true,
    }),
    field('group', 'text', 'Group', 'Endpoints of a group are shown together.', {
      none: true,
      example: 'none',
    }),
    field('tags', 'words', 'Tags', 'Words to filter by. Enter or a comma ends each.', { none: true }),
  ],
}

/** Beside the preset, which stands above these. */
export const stream: SectionSpec = {
  id: 'stream',
  title: 'Stream',
  about: 'What kind of server it is, and what counts as a sign that it works.',
  fields: [
    field(
      'heartbeat.interval',
      'text',
      'Heartbeat interval',
      'The time between two heartbeats, such as 15s.',
      {
        none: true,
        example: byRules,
      },
    ),
    field('silence', 'text', 'Silence', 'Without any line for this long, the connection is replaced.', {
      none: true,
      example: byRules,
    }),
    field('expect.events', 'words', 'Expected events', 'Without one of these, a stream that beats is deaf.', {
      example: 'none',
    }),
    field('expect.within', 'text', 'Expected within', 'The longest time without one of them, such as 10m.', {
      example: 'not set',
    }),
  ],
}

export const sections: readonly SectionSpec[] = [
  {
    id: 'rules',
    title: 'Rules of the stream',
    about: 'Each takes the place of what the preset says.',
    fields: [
      field('heartbeat.events', 'words', 'Heartbeat events', 'Event types that are heartbeats.', {
        none: true,
      }),
      field('heartbeat.comments', 'yes', 'Comments are heartbeats', 'Whether a comment line is a heartbeat.'),
      field(
        'heartbeat.data',
        'text',
        'Heartbeat payload',
        'Data that is a heartbeat by itself, such as {} or ping.',
        {
          none: true,
          mono: true,
        },
      ),
      field(
        'heartbeat.timestamp',
        'text',
        'Heartbeat timestamp',
        'Where its JSON data tells the server time, as a dotted path.',
        { none: true, mono: true },
      ),
      field(
        'heartbeat.whenQuiet',
        'yes',
        'Beats only when quiet',
        'Whether each event puts the next heartbeat off.',
      ),
      field(
        'rotation.every',
        'text',
        'Rotation every',
        'Closes on this schedule are expected, such as 15m.',
        {
          example: byRules,
        },
      ),
      field('resume', 'yes', 'Resume', 'Whether Last-Event-ID is sent when it reconnects.'),
      field('ids.kind', 'choice', 'Ids are', 'What the ids of the events are like.', {
        options: ['any', 'numeric', 'opaque', 'none'],
      }),
      field('ids.ignore', 'words', 'Ids to ignore', 'Ids that mark errors and are never sent back.', {
        none: true,
      }),
      field(
        'ids.path',
        'text',
        'Id within the data',
        'Dotted path of the id in JSON data without an id field.',
        {
          none: true,
          mono: true,
        },
      ),
      field(
        'replay.truncated',
        'words',
        'Replay truncated',
        'Events that say that not all could be replayed.',
        {
          none: true,
        },
      ),
      field('replay.failed', 'words', 'Replay failed', 'Events that say that the replay failed.', {
        none: true,
      }),
      field(
        'replay.header',
        'text',
        'Replay header',
        'Response header that repeats the id the replay began from.',
        {
          none: true,
          mono: true,
        },
      ),
      field('replay.field', 'text', 'Replay field', 'Dotted path in the data: false there means truncated.', {
        none: true,
        mono: true,
      }),
      field(
        'replay.snapshot',
        'yes',
        'Full state on connect',
        'Whether each connection begins with all there is.',
      ),
      field(
        'replay.badIdStatus',
        'number',
        'Status of a refused id',
        'With it the server refuses an id it does not know.',
        {
          none: true,
        },
      ),
      field('complete.events', 'words', 'Completion events', 'Events that end the stream for good.', {
        none: true,
      }),
      field(
        'complete.rotation',
        'words',
        'Reasons that rotate',
        'A completion with one of these goes on anew.',
        {
          none: true,
        },
      ),
      field('errors.events', 'words', 'Error events', 'Events by which the server tells of an error.', {
        none: true,
      }),
      field(
        'errors.retryable',
        'text',
        'Retryable field',
        'Dotted path: false there means no retry is worth it.',
        {
          none: true,
          mono: true,
        },
      ),
      field(
        'errors.comments',
        'yes',
        'Errors in comments',
        'Whether comments such as ":410: gone" carry a status.',
      ),
      field('errors.code', 'text', 'Disconnect code', 'Dotted path of a code that says whether to retry.', {
        none: true,
        mono: true,
      }),
      field('deaf.events', 'words', 'Cut off', 'Events that say the server lost its own source.', {
        none: true,
      }),
      field('deaf.restored', 'words', 'Restored', 'Events that say it has its source again.', { none: true }),
    ],
  },
  {
    id: 'reconnecting',
    title: 'Reconnecting',
    about: 'How a lost connection is tried again.',
    fields: [
      field('retry.base', 'text', 'First delay', 'After the first failure; it doubles with each.'),
      field('retry.cap', 'text', 'Longest delay', 'It doubles up to this.'),
      field(
        'retry.maxAttempts',
        'number',
        'Attempts',
        'Failures in a row before the endpoint is called failed.',
      ),
      field('retry.stableAfter', 'text', 'Stable after', 'Open for this long, attempts count from 1 again.'),
      field('connectTimeout', 'text', 'Connect timeout', 'From dialling to the response headers.'),
      field('recheck', 'text', 'Recheck', 'How often a failed endpoint is tried once more; 0 for never.'),
      field(
        'network',
        'text',
        'Network',
        'A label shared by endpoints with the same way out, such as a VPN.',
        {
          none: true,
          example: 'none',
        },
      ),
    ],
  },
  {
    id: 'recovery',
    title: 'Recovery',
    about: 'What is fetched when the stream alone cannot be trusted.',
    fields: [
      field('snapshotUrl', 'text', 'Snapshot URL', 'Fetched again when a replay was not complete.', {
        none: true,
        wide: true,
        mono: true,
        example: 'none',
      }),
      field('fallback.url', 'text', 'Fallback URL', 'Polled from the third failed attempt on.', {
        mono: true,
        example: 'none',
      }),
      field('fallback.every', 'text', 'Poll every', 'The time between two polls.', { example: '30s' }),
    ],
  },
  {
    id: 'tls',
    title: 'TLS, proxy and limits',
    about: 'How the server is reached and trusted. Files are relative to the configuration.',
    fields: [
      field('tls.ca', 'text', 'Authorities', 'PEM file with the certificate authorities to trust.', {
        mono: true,
        example: 'those of the system',
      }),
      field('tls.cert', 'text', 'Client certificate', 'PEM file that says who this client is.', {
        mono: true,
        example: 'none',
      }),
      field('tls.key', 'text', 'Client key', 'PEM file with the key of that certificate.', {
        mono: true,
        example: 'none',
      }),
      field(
        'tls.insecure',
        'yes',
        'Accept any certificate',
        'Whether the server’s certificate goes unchecked: for tests only.',
      ),
      field('proxy', 'text', 'Proxy', 'An http or https proxy.', { none: true, mono: true, example: 'none' }),
      field('http2', 'yes', 'HTTP/2', 'Spoken where the server can; many streams then share one socket.'),
      field('maxFrame', 'text', 'Largest event', 'The longest line and the longest event, such as 1MB.'),
    ],
  },
]

/** Header that a file or a command gives; shown below the headers. */
export const headersFromFields = {
  file: field('headersFrom.file', 'text', 'File', 'Holds the value; read at each connect.', { mono: true }),
  command: field(
    'headersFrom.command',
    'lines',
    'Command',
    'Prints the value; one argument a line, no shell.',
    {
      mono: true,
    },
  ),
  header: field('headersFrom.header', 'text', 'Header', 'Whose value it is.', {
    mono: true,
    example: 'Authorization',
  }),
  prefix: field('headersFrom.prefix', 'text', 'Prefix', 'Stands before the value, such as "Bearer ".', {
    mono: true,
    example: 'none',
  }),
} as const

const allFields = [basics, stream, ...sections].flatMap((section) => section.fields)

/** Paths that the form shows a field for, beside the headers. */
export const knownPaths: readonly FieldPath[] = [
  ...allFields.map(({ path }) => path),
  ...Object.values(headersFromFields).map(({ path }) => path),
  ['preset'],
  ['enabled'],
]

/** The section in which the field of this path stands; null where the form has none for it. */
export function sectionOf(path: FieldPath): string | null {
  const [top] = path
  if (top === 'headers' || top === 'headersFrom') return 'headers'
  if (top === 'preset' || top === 'enabled') return 'stream'
  const found = [basics, stream, ...sections].find((section) =>
    section.fields.some((known) => startsWith(path, known.path) || startsWith(known.path, path)),
  )
  return found?.id ?? null
}
