import type { CallError, CallResult } from '../../../shared/contract.ts'
import type { IncidentView } from '../../../shared/view.ts'
import { createNotes, isUnsaved, type Notes } from './notes.ts'

/** What is written to incidents, for as long as the page lives: nothing is lost by leaving one. */
export interface Drafts {
  of(incident: IncidentView): Notes
  /** Saves what is unsaved of it; says so where that cannot be done. */
  leave(id: string): Promise<void>
  anyUnsaved(): boolean
}

export interface DraftsEnvironment {
  readonly send: (id: string, notes: string) => Promise<CallResult<IncidentView>>
  readonly complain: (error: Pick<CallError, 'message' | 'hint'>) => void
}

export function createDrafts({ send, complain }: DraftsEnvironment): Drafts {
  const drafts = new Map<string, Notes>()
  return {
    of({ id, notes }) {
      const known = drafts.get(id)
      if (known) return known
      const made = createNotes(notes, (text) => send(id, text))
      drafts.set(id, made)
      return made
    },
    async leave(id) {
      const notes = drafts.get(id)
      if (notes === undefined || (await notes.save())) return
      complain({
        message: `Notes are not saved: ${notes.getState().error?.message ?? 'somebody else wrote there meanwhile.'}`,
        hint: 'Open the incident again: your text is still there.',
      })
    },
    anyUnsaved: () => [...drafts.values()].some((notes) => isUnsaved(notes.getState())),
  }
}
