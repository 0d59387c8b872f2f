import type { JSX } from 'react'
import type { ChartView } from '../../shared/screens.ts'
import { span } from '../fleet/time.ts'
import { Dialog } from '../ui/Dialog.tsx'
import type { Window } from './range.ts'
import { readoutAt } from './readout.ts'
import { stepsIn } from './sight.ts'

/** More rows than this nobody reads; the newest are shown. */
const mostRows = 400

/** What the charts show, as a table: the newest step first, steps without anything left out. */
export function ChartTable({
  chart,
  sight,
  close,
}: {
  readonly chart: ChartView
  readonly sight: Window
  readonly close: () => void
}): JSX.Element {
  const rows = stepsIn(chart, sight)
    .map((index) => chart.t[index] ?? 0)
    .map((at) => ({ at, readout: readoutAt(chart, at) }))
    .filter(({ readout }) => readout.state !== 'Nothing known')
    .slice(-mostRows)
    .reverse()
  return (
    <Dialog
      title="The charts as a table"
      description={`A row for each ${span(chart.stepMs)}, the newest first, as it was when this was opened.`}
      close={close}
      width="w-220"
    >
      {rows.length === 0 ? (
        <p className="text-muted">Nothing is known of this time yet.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the dialog scrolls, and the keyboard must reach that
        <section aria-label="Table" tabIndex={0}>
          <table className="w-full text-left text-xs">
            <thead className="text-faint">
              <tr>
                {['Time', 'State', 'Attempts', 'Latency', 'Replay', 'Events'].map((word) => (
                  <th key={word} scope="col" className="py-1 pr-3 font-medium">
                    {word}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ at, readout }) => (
                <tr key={at} className="border-t border-line">
                  <th scope="row" className="py-1 pr-3 font-normal">
                    {readout.time}
                  </th>
                  <td className="pr-3">{readout.state}</td>
                  <td className="pr-3">{readout.attempts.replace('attempts: ', '')}</td>
                  <td className="pr-3">{readout.latency}</td>
                  <td className="pr-3">{readout.replay.replace('replay: ', '')}</td>
                  <td>{readout.events}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Dialog>
  )
}
