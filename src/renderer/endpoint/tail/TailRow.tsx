import { ChevronRight } from 'lucide-react'
import { type JSX, memo } from 'react'
import type { TailEvent } from '../../../shared/screens.ts'
import { exactTime } from '../../ui/times.ts'
import type { Drill } from '../drill.ts'
import { Payload, Pieces } from './Payload.tsx'
import { visible } from './visible.ts'

/** As many characters as a line can hold. */
const lineLength = 400

interface TailRowProps {
  readonly event: TailEvent
  readonly open: boolean
  readonly search: string
  readonly toggle: (seq: number) => void
  readonly drill: Drill
}

/** One event in one line, and all of it below on request. */
export const TailRow = memo(function TailRow({
  event,
  open,
  search,
  toggle,
  drill,
}: TailRowProps): JSX.Element {
  const { seq, kind, type, lastEventId, data, at } = event
  const isComment = kind === 'comment'
  const short = (text: string, length: number, found = '') =>
    visible(text.slice(0, length), { lines: false, search: found })
  return (
    <div className={`border-b border-line/50 font-mono text-xs ${isComment ? 'text-faint italic' : ''}`}>
      <button
        type="button"
        data-row={seq}
        aria-expanded={open}
        onClick={() => toggle(seq)}
        className="flex h-5.5 w-full min-w-0 items-center gap-2.5 px-2.5 text-left whitespace-pre hover:bg-hover"
      >
        <ChevronRight
          className={`size-3 flex-none text-faint ${open ? 'rotate-90' : ''}`}
          aria-hidden="true"
        />
        <span className="w-22 flex-none text-faint">{exactTime(Date.parse(at))}</span>
        <span className="w-20 flex-none truncate text-faint [unicode-bidi:isolate]">
          <Pieces pieces={short(lastEventId ?? '', 60)} />
        </span>
        <span className="w-28 flex-none truncate text-accent [unicode-bidi:isolate]">
          <Pieces pieces={short(type, 100, search)} />
        </span>
        <span className="min-w-0 flex-1 truncate [unicode-bidi:isolate]" dir="ltr">
          {isComment && ': '}
          <Pieces pieces={short(data, lineLength, search)} />
        </span>
      </button>
      {open && <Payload event={event} search={search} drill={drill} />}
    </div>
  )
})
