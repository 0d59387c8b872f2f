import { Pause as PauseIcon, Play, Search } from 'lucide-react'
import type { JSX, RefObject } from 'react'
import { useStore } from 'zustand'
import { count } from '../words.ts'
import type { Tail } from './tail.ts'
import { visible } from './visible.ts'

interface TailHeadProps {
  readonly tail: Tail
  readonly search: RefObject<HTMLInputElement | null>
}

/** Whether the events are followed, and which are shown. */
export function TailHead({ tail, search }: TailHeadProps): JSX.Element {
  const pause = useStore(tail, (state) => state.pause)
  const came = useStore(tail, (state) => state.came)
  const filter = useStore(tail, (state) => state.filter)
  const types = useStore(tail, (state) => state.types)
  return (
    <div className="flex h-10 flex-none items-center gap-2.5 border-b border-line px-3 text-xs">
      <h2 className="font-semibold">Events</h2>
      <span role="status" className="min-w-0 truncate text-faint">
        {pause === null
          ? ''
          : `${pause === 'hand' ? 'paused' : 'held while you read'}${came > 0 ? `, ${count(came)} came since` : ''}`}
      </span>
      <span className="flex-1" />
      <select
        aria-label="Type of event"
        value={filter.type ?? ''}
        onChange={({ target }) => tail.filterBy({ type: target.value === '' ? null : target.value })}
        className="h-6.5 w-32 rounded-md border border-line bg-panel px-1.5 text-text"
      >
        <option value="">All types</option>
        {types.map((type) => (
          <option key={type} value={type}>
            {plain(type)}
          </option>
        ))}
      </select>
      <label className="flex h-6.5 w-44 items-center gap-1.5 rounded-md border border-line px-2 text-faint focus-within:border-accent">
        <Search className="size-3.5 flex-none" aria-hidden="true" />
        <input
          ref={search}
          type="search"
          aria-label="Search the events"
          placeholder="Search"
          value={filter.text}
          spellCheck={false}
          autoComplete="off"
          onChange={({ target }) => tail.filterBy({ text: target.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.preventDefault()
            tail.filterBy({ text: '' })
            event.currentTarget.blur()
          }}
          className="min-w-0 flex-1 bg-transparent text-text outline-none placeholder:text-faint"
        />
        <kbd>/</kbd>
      </label>
      <button
        type="button"
        className="btn btn-sm w-22"
        onClick={() => (pause === null ? tail.pauseBy('hand') : tail.resume())}
      >
        {pause === null ? (
          <>
            <PauseIcon className="size-3" aria-hidden="true" /> Pause
          </>
        ) : (
          <>
            <Play className="size-3" aria-hidden="true" /> Follow
          </>
        )}
        <kbd>P</kbd>
      </button>
    </div>
  )
}

/** A menu's entry holds text alone: what is invisible in it is written out, as in the rows. */
const plain = (type: string): string =>
  visible(type.slice(0, 60), { lines: false, search: '' })
    .map(({ text }) => text)
    .join('')
