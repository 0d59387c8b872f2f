import { Pencil, Play, RotateCw, Square, Trash2 } from 'lucide-react'
import type { JSX } from 'react'
import type { WatchedView } from '../../shared/screens.ts'
import { type Range, ranges } from '../charts/range.ts'
import { askedFor } from '../fleet/Actions.tsx'
import { canRetry } from '../fleet/state.ts'
import { useApp } from '../use-app.ts'
import type { EndpointActs } from './acts.ts'

interface EndpointHeaderProps {
  readonly view: WatchedView
  readonly acts: EndpointActs
  readonly range: Range
  readonly choose: (range: Range) => void
}

/** Where one is, how much of the past is shown, and what can be done about the endpoint. */
export function EndpointHeader({ view, acts, range, choose }: EndpointHeaderProps): JSX.Element {
  const stopped = view.phase === 'stopped'
  return (
    <header className="flex flex-none items-center gap-2 px-5 pt-3 pb-2.5">
      <Crumbs view={view} />
      <span className="min-w-2 flex-1" />
      <fieldset className="flex flex-none overflow-hidden rounded-md border border-line bg-panel">
        <legend className="sr-only">Time in the charts</legend>
        {ranges.map((each) => (
          <button
            key={each.label}
            type="button"
            aria-pressed={each === range}
            onClick={() => choose(each)}
            className="h-7 px-2.5 text-xs whitespace-nowrap text-muted hover:bg-hover aria-pressed:bg-sel aria-pressed:font-semibold aria-pressed:text-accent"
          >
            {each.label}
          </button>
        ))}
      </fieldset>
      <button type="button" className="btn w-19" onClick={acts.toggle}>
        {stopped ? (
          <Play className="size-3" aria-hidden="true" />
        ) : (
          <Square className="size-3" aria-hidden="true" />
        )}
        {stopped ? 'Start' : 'Stop'}
      </button>
      {acts.inFile !== null && (
        <>
          <button type="button" className="btn" onClick={acts.inFile.edit}>
            <Pencil className="size-3" aria-hidden="true" />
            Edit
          </button>
          <button
            type="button"
            className="btn px-2"
            aria-label="Remove"
            title="Remove"
            onClick={acts.inFile.remove}
          >
            <Trash2 className="size-3.5" aria-hidden="true" />
          </button>
        </>
      )}
      <Retry view={view} retry={acts.retry} />
    </header>
  )
}

function Crumbs({ view }: { readonly view: WatchedView }): JSX.Element {
  const { router } = useApp()
  const tags = view.demo ? view.tags.filter((tag) => tag !== 'demo') : view.tags
  return (
    <div className="flex min-w-0 items-baseline gap-2">
      <nav aria-label="Path" className="flex min-w-0 flex-none items-baseline gap-2 text-faint">
        <button
          type="button"
          className="rounded hover:text-text"
          onClick={() => router.go({ screen: 'fleet' })}
        >
          Fleet
        </button>
        <span aria-hidden="true">/</span>
        {view.group !== null && (
          <>
            <span className="max-w-32 truncate" title={view.group}>
              {view.group}
            </span>
            <span aria-hidden="true">/</span>
          </>
        )}
      </nav>
      <h1
        className="min-w-0 truncate rounded px-1 text-[17px] font-semibold tracking-tight [unicode-bidi:isolate]"
        title={view.name}
      >
        {view.name}
      </h1>
      {view.demo && (
        <span
          className="flex-none rounded border border-late px-1.5 text-xs font-semibold text-late"
          title="One of the fault lab's streams"
        >
          Demo
        </span>
      )}
      <ul
        className="flex h-5 min-w-0 flex-[0_4_auto] flex-wrap gap-1 overflow-hidden"
        title={tags.join(', ')}
      >
        {tags.map((tag) => (
          <li
            key={tag}
            className="max-w-28 truncate rounded border border-line px-1.5 text-[11px] text-muted"
          >
            {tag}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Keeps its place and its focus where there is nothing to retry. */
function Retry({ view, retry }: { readonly view: WatchedView; readonly retry: () => void }): JSX.Element {
  const can = canRetry(view)
  return (
    <button
      type="button"
      aria-disabled={!can}
      title={can ? (askedFor(view) ?? 'Opens a connection now') : 'Nothing is waiting to be tried again'}
      onClick={() => can && retry()}
      className={`btn ${can ? 'border-transparent bg-accent text-panel hover:bg-accent hover:brightness-110' : ''}`}
    >
      <RotateCw className="size-3" aria-hidden="true" />
      Retry now
      <span aria-hidden="true" className="font-mono text-[11px]">
        R
      </span>
    </button>
  )
}
