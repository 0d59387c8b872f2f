import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CallError, CallResult } from '../../../shared/contract.ts'
import type { IncidentView } from '../../../shared/view.ts'

/** What a person writes to an incident, and how it stands with saving it. */
export interface NotesState {
  readonly text: string
  /** What the monitor has, as far as this page knows. */
  readonly saved: string
  readonly saving: 'idle' | 'saving' | 'saved'
  /** Why it was not saved; null where nothing kept it from that. */
  readonly error: CallError | null
  /** What somebody else wrote meanwhile; saving waits until the person has chosen. */
  readonly theirs: string | null
}

export interface Notes extends StoreApi<NotesState> {
  write(text: string): void
  /** Resolves with whether nothing is unsaved any more. */
  save(): Promise<boolean>
  /** What the monitor tells of the notes. */
  told(notes: string): void
  /** Out of two texts: this one alone, or theirs below it. */
  settle(how: 'mine' | 'both'): Promise<boolean>
}

export const isUnsaved = ({ text, saved }: NotesState): boolean => text !== saved

/** Notes that are `first` now. `send` saves them. */
export function createNotes(
  first: string,
  send: (notes: string) => Promise<CallResult<IncidentView>>,
): Notes {
  const api = createStore<NotesState>(() => ({
    text: first,
    saved: first,
    saving: 'idle',
    error: null,
    theirs: null,
  }))
  const { getState, setState } = api
  let underWay: Promise<boolean> | null = null

  async function sendNow(): Promise<boolean> {
    const { text } = getState()
    setState({ saving: 'saving', error: null })
    const result = await send(text)
    if (!result.ok) {
      setState({ saving: 'idle', error: result.error })
      return false
    }
    setState({ saved: text, saving: 'saved' })
    return isUnsaved(getState()) ? sendNow() : true
  }

  async function save(): Promise<boolean> {
    if (underWay !== null) return underWay
    if (!isUnsaved(getState())) return true
    if (getState().theirs !== null) return false
    underWay = sendNow()
    const saved = await underWay
    underWay = null
    return saved
  }

  return {
    ...api,
    write: (text) => setState({ text, saving: 'idle' }),
    save,
    told(notes) {
      const state = getState()
      // An answer from before a save says what was there before it.
      if (underWay !== null || notes === state.saved) return
      if (!isUnsaved(state) || notes === state.text)
        setState({ text: notes, saved: notes, saving: 'idle', theirs: null })
      else setState({ saved: notes, theirs: notes })
    },
    settle(how) {
      const { text, theirs } = getState()
      setState({ theirs: null, text: how === 'both' && theirs !== null ? `${text}\n\n${theirs}` : text })
      return save()
    },
  }
}
