import { type JSX, useMemo, useState } from 'react'
import type { TailEvent } from '../../../shared/screens.ts'
import { Copy } from '../Copy.tsx'
import type { Drill } from '../drill.ts'
import { size } from '../words.ts'
import { bytesShown, hexDump } from './bytes.ts'
import { layOut } from './layout.ts'
import { type Piece, visible } from './visible.ts'

/** Characters that are laid out at once; the rest on request. */
const shownAtOnce = 4000

/** An event's data whole: laid out, as it came, or as bytes; always text. */
export function Payload({
  event,
  search,
  drill,
}: {
  readonly event: TailEvent
  readonly search: string
  readonly drill: Drill
}): JSX.Element {
  const [asBytes, setAsBytes] = useState(false)
  const [all, setAll] = useState(false)
  const { data, cut, lastEventId } = event
  const laidOut = useMemo(() => layOut(data, cut), [data, cut])
  const text = laidOut ?? data
  const isLong = !asBytes && text.length > shownAtOnce
  const pieces = useMemo(
    () => visible(all ? text : text.slice(0, shownAtOnce), { lines: true, search }),
    [text, all, search],
  )
  const kept = new Blob([data]).size
  return (
    <div className="border-l-2 border-line py-1.5 pr-3 pl-3 whitespace-normal">
      <div className="mb-1 flex flex-wrap items-center gap-2 font-sans text-xs text-faint">
        <span>
          {cut ? `The first ${size(kept)} of ${size(event.bytes)} are kept` : size(event.bytes)}
          {laidOut !== null && !asBytes && ', JSON laid out'}
        </span>
        {lastEventId !== null && lastEventId !== '' && (
          <span className="max-w-80 truncate">
            id <Pieces pieces={visible(lastEventId, { lines: false, search: '' })} />
          </span>
        )}
        <button
          type="button"
          className="btn btn-sm px-2"
          aria-pressed={asBytes}
          onClick={() => setAsBytes(!asBytes)}
        >
          {asBytes ? 'Text' : 'Bytes'}
        </button>
        {isLong && (
          <button type="button" className="btn btn-sm px-2" onClick={() => setAll(!all)}>
            {all ? 'Show the beginning' : `Show all ${size(kept)} kept`}
          </button>
        )}
        {lastEventId !== null && lastEventId !== '' && (
          <button type="button" className="btn btn-sm px-2" onClick={() => void drill.run(lastEventId)}>
            Drill from here
          </button>
        )}
        <Copy what="data" text={data} />
      </div>
      <pre className="font-mono break-all whitespace-pre-wrap text-text [unicode-bidi:isolate]" dir="ltr">
        {asBytes ? hexDump(data) : <Pieces pieces={pieces} />}
        {!asBytes && isLong && !all && '…'}
      </pre>
      {asBytes && kept > bytesShown && (
        <p className="font-sans text-xs text-faint">The first {size(bytesShown)} of the data as UTF-8.</p>
      )}
    </div>
  )
}

/** Text, what was invisible in it, and what the search found. */
export function Pieces({ pieces }: { readonly pieces: readonly Piece[] }): JSX.Element {
  return (
    <>
      {pieces.map((piece, index) => {
        // biome-ignore-start lint/suspicious/noArrayIndexKey: pieces have no other name than their place
        if (piece.kind === 'text') return <span key={index}>{piece.text}</span>
        if (piece.kind === 'found')
          return (
            <mark key={index} className="rounded-xs bg-late text-panel">
              {piece.text}
            </mark>
          )
        return (
          <span
            key={index}
            className="rounded-xs bg-panel2 text-late"
            title="A character that cannot be seen"
          >
            {piece.text}
          </span>
        )
        // biome-ignore-end lint/suspicious/noArrayIndexKey: as above
      })}
    </>
  )
}
