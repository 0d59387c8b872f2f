import { type JSX, type RefObject, useEffect, useId } from 'react'
import { useStore } from 'zustand'
import { longestNote } from '../../../shared/limits.ts'
import type { IncidentView } from '../../../shared/view.ts'
import { useDrafts } from '../use-incidents.ts'
import { isUnsaved, type Notes } from './notes.ts'

interface NotesFieldProps {
  readonly incident: IncidentView
  readonly field: RefObject<HTMLTextAreaElement | null>
}

/** What people wrote about it: saved when the field is left, or by Ctrl+Enter. */
export function NotesField({ incident, field }: NotesFieldProps): JSX.Element {
  const id = useId()
  const drafts = useDrafts()
  const notes = drafts.of(incident)
  const text = useStore(notes, (state) => state.text)
  useEffect(() => notes.told(incident.notes), [notes, incident.notes])
  useEffect(() => () => void drafts.leave(incident.id), [drafts, incident.id])
  return (
    <section aria-labelledby={`${id}-label`} tabIndex={-1} className="outline-none">
      <div className="flex items-baseline gap-2">
        <label id={`${id}-label`} htmlFor={id} className="text-xs font-semibold">
          Notes
        </label>
        <Standing id={`${id}-standing`} notes={notes} />
      </div>
      <textarea
        ref={field}
        id={id}
        value={text}
        maxLength={longestNote}
        rows={Math.min(10, Math.max(3, text.split('\n').length))}
        aria-describedby={`${id}-standing`}
        aria-keyshortcuts="Control+Enter Meta+Enter"
        placeholder="What you know of it: cause, ticket, who was told"
        onChange={(event) => notes.write(event.target.value)}
        onBlur={() => void notes.save()}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void notes.save()
          // Out of the field; the next one closes the incident.
          else if (event.key === 'Escape') event.currentTarget.closest('section')?.focus()
          else return
          event.preventDefault()
        }}
        className="mt-1 block w-full resize-y rounded-md border border-line bg-panel px-2.5 py-1.5 text-text placeholder:text-faint"
      />
      <Theirs notes={notes} />
    </section>
  )
}

function Standing({ id, notes }: { readonly id: string; readonly notes: Notes }): JSX.Element {
  const { saving, error } = useStore(notes)
  const unsaved = useStore(notes, isUnsaved)
  if (error !== null && unsaved)
    return (
      <span id={id} role="alert" className="min-w-0 text-xs break-words text-failed">
        Not saved: {error.message} {error.hint}
      </span>
    )
  const words =
    saving === 'saving'
      ? 'Saving…'
      : unsaved
        ? 'Not saved yet: Ctrl/Cmd+Enter saves, or leave the field'
        : saving === 'saved'
          ? 'Saved'
          : ''
  return (
    <span id={id} role="status" className={`text-xs ${words === 'Saved' ? 'text-live' : 'text-faint'}`}>
      {words}
    </span>
  )
}

/** Two people wrote at once: neither text is thrown away without a word. */
function Theirs({ notes }: { readonly notes: Notes }): JSX.Element | null {
  const theirs = useStore(notes, (state) => state.theirs)
  if (theirs === null) return null
  return (
    <div role="alert" className="mt-1.5 rounded-md border border-late px-2.5 py-1.5 text-xs">
      <p className="font-semibold">
        {theirs === '' ? 'Somebody emptied these notes meanwhile.' : 'Somebody wrote here meanwhile:'}
      </p>
      <p className="max-h-24 overflow-y-auto break-words whitespace-pre-wrap [overflow-wrap:anywhere]">
        {theirs}
      </p>
      <div className="mt-1.5 flex gap-2">
        {theirs !== '' && (
          <button type="button" className="btn btn-sm px-2.5" onClick={() => void notes.settle('both')}>
            Keep both
          </button>
        )}
        <button type="button" className="btn btn-sm px-2.5" onClick={() => void notes.settle('mine')}>
          Keep mine alone
        </button>
      </div>
    </div>
  )
}
