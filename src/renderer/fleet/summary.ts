import type { Failure, FailureKind } from '../../shared/model/failure.ts'
import { isHealthy, type Row } from './order.ts'
import { type ShownState, shownStates, stateWords } from './state.ts'

/** In two or three words, after "12 of 14 ". */
const causes: Readonly<Record<FailureKind, string>> = {
  refused: 'refused',
  reset: 'reset',
  dns: 'without an address',
  unreachable: 'unreachable',
  'connect-timeout': 'without an answer',
  silence: 'silent',
  'end-of-stream': 'ended by the server',
  'frame-too-large': 'with a frame too large',
  'http-status': 'refused',
  credentials: 'refused their credentials',
  'content-type': 'no stream',
  certificate: 'with a bad certificate',
  redirects: 'with bad redirects',
  'told-error': 'with an error told',
}

/**
 * A group in one line: "12 of 14 refused since 06:12" where some are down, for the cause that most of them share, and
 * then how many are in each other state.
 */
export function summary(rows: readonly Row[], timeOf: (at: number) => string): string {
  const down = rows.filter((row) => isDown(row) && row.view.failure !== null)
  const shared = mostShared(down)
  const told = new Set(shared?.rows)
  const lead =
    shared === null
      ? []
      : [`${shared.rows.length} of ${rows.length} ${shared.cause}${from(shared.rows, timeOf)}`]
  return [...lead, ...counts(rows.filter((row) => !told.has(row)))].join(', ')
}

/** The worst state of a group; live where nobody is in it. */
export function worst(rows: readonly Row[]): ShownState {
  const states = new Set(rows.map((row) => (isHealthy(row) ? 'live' : row.state)))
  return shownStates.find((state) => states.has(state)) ?? 'live'
}

const isDown = ({ state }: Row) => state === 'failed' || state === 'waiting' || state === 'connecting'

function mostShared(rows: readonly Row[]) {
  const byCause = Map.groupBy(rows, ({ view }) => (view.failure === null ? '' : causeOf(view.failure)))
  const [most] = [...byCause].sort(([, a], [, b]) => b.length - a.length)
  return most === undefined ? null : { cause: most[0], rows: most[1] }
}

const causeOf = ({ kind, status }: Failure) =>
  kind === 'http-status' && status !== null ? `answered ${status}` : causes[kind]

function from(rows: readonly Row[], timeOf: (at: number) => string): string {
  const times = rows.flatMap(({ view }) => (view.downSince === null ? [] : Date.parse(view.downSince)))
  return times.length === 0 ? '' : ` since ${timeOf(Math.min(...times))}`
}

function counts(rows: readonly Row[]): readonly string[] {
  const byState = Map.groupBy(rows, (row) => (isHealthy(row) ? 'live' : row.state))
  return shownStates.flatMap((state) => {
    const own = byState.get(state)
    return own === undefined ? [] : `${own.length} ${stateWords[state].toLowerCase()}`
  })
}
