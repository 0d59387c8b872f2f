import type { JSX } from 'react'
import type { AttemptView } from '../../shared/view.ts'
import { moment } from '../ui/times.ts'
import { useFleet } from '../use-fleet.ts'
import { Copy } from './Copy.tsx'
import { briefly, delayWords, resultWords } from './words.ts'

interface AttemptTableProps {
  readonly attempts: readonly AttemptView[]
  /** The one that is not made yet, and when it is due. */
  readonly next?: { readonly attempt: number; readonly due: string } | null
}

/** Requests in the order that they are given in, with their results, delays and trace ids. */
export function AttemptTable({ attempts, next = null }: AttemptTableProps): JSX.Element {
  const now = useFleet((state) => state.now)
  return (
    <table className="w-full table-fixed text-left text-xs">
      <colgroup>
        <col className="w-7" />
        <col className="w-17" />
        <col />
        <col className="w-19" />
      </colgroup>
      <thead className="sr-only">
        <tr>
          <th scope="col">Attempt</th>
          <th scope="col">Time</th>
          <th scope="col">Result</th>
          <th scope="col">Duration</th>
        </tr>
      </thead>
      <tbody>
        {next !== null && (
          <tr>
            <th scope="row" className="py-0.5 align-top">
              {next.attempt}
            </th>
            <td colSpan={3}>{next.due}</td>
          </tr>
        )}
        {attempts.map((attempt) => (
          <Row key={`${attempt.at} ${attempt.attempt}`} attempt={attempt} now={now} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ attempt, now }: { readonly attempt: AttemptView; readonly now: number }): JSX.Element {
  const delay = delayWords(attempt)
  return (
    <tr className="align-top">
      <th scope="row" className="py-0.5">
        {attempt.attempt}
      </th>
      <td className="py-0.5 text-faint">{moment(Date.parse(attempt.at), now)}</td>
      <td className="py-0.5">
        <span className={attempt.result === 'live' ? 'text-live' : ''}>{resultWords(attempt)}</span>
        {delay !== '' && <span className="block text-faint">{delay}</span>}
      </td>
      <td className="py-0.5 text-right text-faint">
        {briefly(attempt.durationMs)}
        <span className="ml-0.5 inline-block w-5 align-top">
          {attempt.traceId !== null && (
            <Copy what={`trace id of attempt ${attempt.attempt}`} text={attempt.traceId} />
          )}
        </span>
      </td>
    </tr>
  )
}
