import { Info } from 'lucide-react'
import { type JSX, type RefObject, useLayoutEffect, useRef } from 'react'
import type { WatchedView } from '../../shared/screens.ts'
import { askedFor } from '../fleet/Actions.tsx'
import { StateMark } from '../fleet/StateMark.tsx'
import { sentence } from '../fleet/sentence.ts'
import { type ShownState, shownState } from '../fleet/state.ts'
import { since, span } from '../fleet/time.ts'
import { moment } from '../ui/times.ts'
import { useAwaySince, useFleet } from '../use-fleet.ts'

/** Written out, since the class names are found by reading the source. */
const edges: Readonly<Record<ShownState, string>> = {
  failed: 'border-l-failed',
  waiting: 'border-l-waiting',
  connecting: 'border-l-connecting',
  late: 'border-l-late',
  deaf: 'border-l-deaf',
  unproven: 'border-l-unproven',
  live: 'border-l-live',
  unwatched: 'border-l-unwatched',
  stopped: 'border-l-stopped',
}

/** The state in one sentence, why, since when, and what to do about it. */
export function Banner({ view }: { readonly view: WatchedView }): JSX.Element {
  const now = useFleet((state) => state.now)
  const box = useRef<HTMLElement>(null)
  useSteadyHeight(box)
  const state = shownState(view)
  // The remarks stand below, each in a line of its own.
  const away = useAwaySince()
  const { lead, rest } = sentence({ ...view, remarks: [] }, now, away)
  const more = [rest, downWords(view, now), adviceOf(view), resumeWords(view), askedFor(view) ?? '']
  return (
    <section
      ref={box}
      aria-label="State"
      className={`mx-5 mb-3 flex flex-none gap-4 rounded-[10px] border border-l-4 border-line bg-panel px-4 py-2.5 ${edges[state]}`}
    >
      <span className="w-38 flex-none pt-px text-[15px]">
        <StateMark state={state} />
      </span>
      <div className="min-h-10 min-w-0 flex-1">
        <p className="text-[15px] font-semibold break-words">{lead}</p>
        <p className="max-h-24 overflow-y-auto break-words text-muted">{more.filter(Boolean).join(' ')}</p>
        {view.remarks.length > 0 && (
          <ul className="mt-1.5 border-t border-line pt-1.5">
            {view.remarks.map((remark) => (
              <li key={remark} className="flex gap-2">
                <Info className="mt-px size-3.5 flex-none text-accent" aria-hidden="true" />
                <span className="min-w-0 break-words">{remark}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}

/** CSS pixels: a longer text than this makes the banner higher, and lower again after it. */
const mostKept = 104

/** What was once needed is kept, so that the charts do not go up and down with an endpoint that comes and goes. */
function useSteadyHeight(box: RefObject<HTMLElement | null>): void {
  const kept = useRef({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const { current } = box
    if (current === null) return
    const width = current.clientWidth
    if (width !== kept.current.width) {
      kept.current = { width, height: 0 }
      current.style.minHeight = ''
    }
    const height = Math.min(mostKept, Math.max(kept.current.height, current.offsetHeight))
    if (height === kept.current.height) return
    kept.current = { width, height }
    current.style.minHeight = `${height}px`
  })
}

/** While it is tried again; a failed one says it in its sentence. */
function downWords(view: WatchedView, now: number): string {
  if (view.downSince === null || view.phase === 'failed' || view.phase === 'live') return ''
  return `Not live since ${moment(Date.parse(view.downSince), now)}, for ${span(since(view.downSince, now))}.`
}

function adviceOf({ phase, failure }: WatchedView): string {
  return failure !== null && (phase === 'waiting' || phase === 'connecting') ? failure.hint : ''
}

function resumeWords({ phase, lastEventId }: WatchedView): string {
  return phase === 'waiting' && lastEventId !== null && lastEventId !== ''
    ? `It will ask to go on after id ${lastEventId.slice(0, 80)}.`
    : ''
}
