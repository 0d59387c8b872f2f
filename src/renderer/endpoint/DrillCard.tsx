import { CircleCheck, CircleHelp, CircleX, History, type LucideIcon, TriangleAlert } from 'lucide-react'
import { type JSX, useId, useState } from 'react'
import { useStore } from 'zustand'
import type { DrillView, Verdict } from '../../shared/view.ts'
import { counted } from '../ui/counted.ts'
import { exactTime } from '../ui/times.ts'
import { Card } from './Card.tsx'
import { type Drill, figuresOf } from './drill.ts'
import { Pieces } from './tail/Payload.tsx'
import { visible } from './tail/visible.ts'
import { briefly } from './words.ts'

/** Connects once more on purpose, from an id that is known, and shows the grade of what comes back. */
export function DrillCard({ drill }: { readonly drill: Drill }): JSX.Element {
  const { running, results, refused } = useStore(drill)
  const [from, setFrom] = useState('')
  const field = useId()
  const [newest, ...earlier] = results
  return (
    <Card title="Replay drill" note="a connection on purpose">
      <form
        className="flex items-center gap-2 text-xs"
        onSubmit={(event) => {
          event.preventDefault()
          void drill.run(from.trim() === '' ? null : from.trim())
        }}
      >
        <label htmlFor={field} className="flex-none text-faint">
          From id
        </label>
        <input
          id={field}
          value={from}
          maxLength={4096}
          spellCheck={false}
          autoComplete="off"
          placeholder="20 events ago"
          onChange={(event) => setFrom(event.target.value)}
          className="h-6.5 min-w-0 flex-1 rounded-md border border-line bg-bg px-2 font-mono text-xs"
        />
        <button type="submit" className="btn btn-sm w-20" aria-disabled={running}>
          <History className="size-3.5" aria-hidden="true" />
          {running ? 'Drilling' : 'Drill'}
        </button>
      </form>
      <div role="status" className="mt-1.5 text-xs">
        {refused !== null ? (
          <p className="text-failed">{refused}</p>
        ) : newest !== undefined ? (
          <Graded view={newest} />
        ) : (
          <p className="text-faint">
            Opens a second connection with a known Last-Event-ID, and looks whether all that should follow
            comes back. The watched stream and its counters are left alone.
          </p>
        )}
      </div>
      {earlier.length > 0 && (
        <ul aria-label="Earlier drills" className="mt-1.5 border-t border-line pt-1 text-xs text-faint">
          {earlier.map((view) => (
            <li key={view.at} className="truncate">
              {exactTime(Date.parse(view.at))} {view.verdict}: {figuresOf(view)}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

const looks: Readonly<Record<Verdict, { readonly icon: LucideIcon; readonly colour: string }>> = {
  complete: { icon: CircleCheck, colour: 'text-live' },
  snapshot: { icon: CircleCheck, colour: 'text-live' },
  truncated: { icon: TriangleAlert, colour: 'text-late' },
  failed: { icon: CircleX, colour: 'text-failed' },
  unknown: { icon: CircleHelp, colour: 'text-muted' },
}

function Graded({ view }: { readonly view: DrillView }): JSX.Element {
  const { verdict, evidence, missing, from, at, durationMs, failure, expected, returned } = view
  const { icon: Icon, colour } = looks[verdict]
  const left = (expected ?? 0) - (returned ?? 0) - missing.length
  return (
    <div className="flex gap-2">
      <Icon className={`mt-px size-4 flex-none ${colour}`} aria-hidden="true" />
      <div className="min-w-0 flex-1 break-words">
        <p>
          <b className={colour}>{verdict}</b> <Shown text={evidence} />
        </p>
        {failure !== null && <p className="text-muted">{failure.hint}</p>}
        {missing.length > 0 && (
          <p className="mt-0.5 font-mono text-muted">
            <span className="font-sans">Missing: </span>
            <Shown text={missing.join(', ')} />
            {left > 0 && <span className="font-sans"> and {counted(left, 'more event')}</span>}
          </p>
        )}
        <p className="mt-0.5 text-faint">
          {figuresOf(view)}; from{' '}
          <span className="font-mono">
            <Shown text={from} />
          </span>
          , at {exactTime(Date.parse(at))}, {briefly(durationMs)}
        </p>
      </div>
    </div>
  )
}

/** Ids are a server's text. */
function Shown({ text }: { readonly text: string }): JSX.Element {
  return (
    <span className="[unicode-bidi:isolate]" dir="ltr">
      <Pieces pieces={visible(text.slice(0, 2000), { lines: false, search: '' })} />
    </span>
  )
}
