import type { JSX } from 'react'
import type { SettingsView } from '../../shared/screens.ts'
import { size } from '../endpoint/words.ts'
import { span } from '../fleet/time.ts'
import { stamp } from '../ui/times.ts'
import { useFleet } from '../use-fleet.ts'
import { Card, Line, Trouble, Value } from './Card.tsx'
import { CopyButton } from './CopyButton.tsx'
import { Reveal } from './Files.tsx'
import { SavedField } from './SavedField.tsx'
import { mistakeInSize, parseSize, sizeText } from './sizes.ts'
import { useSave } from './use-save.ts'

/** As `historyCapRange` of the contract has it; the schemas stay out of the page. */
const least = 16 * 2 ** 20
const most = 64 * 2 ** 30

type Kept = SettingsView['history']

/** What is remembered, where, how much room it takes, and how much it may take. */
export function History(): JSX.Element | null {
  const history = useFleet((state) => state.settings?.history)
  const troubles = useFleet(({ watching }) => watching?.troubles)
  if (history === undefined) return null
  return (
    <Card title="History" about="What the charts and incidents of the past are made of.">
      <Place history={history} />
      {troubles
        ?.filter(({ code }) => code.startsWith('history'))
        .map(({ code, message, hint }) => (
          <Trouble key={code}>
            {message} {hint}
          </Trouble>
        ))}
      <Room history={history} />
      <Cap cap={history.cap} />
      <Retention retention={history.retention} />
    </Card>
  )
}

function Place({ history: { file, since } }: { readonly history: Kept }): JSX.Element {
  const desktop = useFleet(({ about }) => about?.mode === 'desktop')
  const now = useFleet((state) => state.now)
  return (
    <>
      <Line label="File">
        {file === null ? (
          <span>None: what is remembered lasts as long as this run.</span>
        ) : (
          <>
            <Value>{file}</Value>
            {desktop && <Reveal what="data" label="History" />}
            <CopyButton text={file} what="path: History" />
          </>
        )}
      </Line>
      <Line label="Begins">
        {since === null
          ? 'Nothing is kept yet.'
          : `${stamp(Date.parse(since))}, ${span(now - Date.parse(since))} ago`}
      </Line>
    </>
  )
}

function Room({ history: { size: bytes, cap } }: { readonly history: Kept }): JSX.Element {
  const words = `${size(bytes)} of ${size(cap)}`
  return (
    <Line label="Size">
      <meter
        aria-label="Size of the history"
        min={0}
        max={cap}
        value={Math.min(cap, bytes)}
        aria-valuetext={words}
        className="meter h-2 w-48 flex-none"
      />
      <span className="tabular-nums">{words}</span>
    </Line>
  )
}

function Cap({ cap }: { readonly cap: number }): JSX.Element {
  const save = useSave()
  return (
    <SavedField
      label="At most"
      shown={sizeText(cap)}
      mistakeIn={(text) => mistakeInSize(text, least, most)}
      commit={async (text) => {
        await save({ history: { cap: parseSize(text) ?? cap } })
      }}
      help="Where it would grow beyond that, the oldest and finest steps go first, and incidents with notes last."
    />
  )
}

function Retention({ retention }: { readonly retention: Kept['retention'] }): JSX.Element {
  return (
    <table className="w-80 text-left text-xs">
      <caption className="sr-only">How long steps are kept</caption>
      <thead className="text-faint">
        <tr>
          <th scope="col" className="w-28 py-1 font-medium">
            In steps of
          </th>
          <th scope="col" className="py-1 font-medium">
            kept, where there is room, for
          </th>
        </tr>
      </thead>
      <tbody>
        {retention.map(({ stepMs, keptMs }) => (
          <tr key={stepMs} className="border-t border-line">
            <th scope="row" className="py-1 font-normal">
              {span(stepMs)}
            </th>
            <td>{span(keptMs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
