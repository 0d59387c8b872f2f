import { useState } from 'react'
import type { FormView } from '../../shared/editing.ts'
import { useApp } from '../use-app.ts'
import { offerUndo } from './actions.ts'
import { type Draft, draftInput, problemsOf } from './draft.ts'

export interface Saving {
  readonly busy: boolean
  /** Why it was not saved, beyond the fields' own problems. */
  readonly trouble: string | null
  /** The endpoint is in the file no more: whether to save what is here as a new one. */
  readonly isGone: boolean
  /** Resolves to the id that was saved, or to null. */
  save(): Promise<string | null>
  /** Answers `isGone`. */
  saveAsNew(): Promise<string | null>
  forget(): void
}

/** Saves the draft; `wrong` is called where a field has to be mended or decided first. */
export function useSave(draft: Draft, wrong: () => void): Saving {
  const { call, toasts } = useApp()
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [isGone, setGone] = useState(false)

  const refuse = (text: string): null => {
    setTrouble(text)
    wrong()
    return null
  }

  async function save(): Promise<string | null> {
    if (busy) return null
    setTrouble(null)
    draft.tellAll()
    const state = draft.getState()
    if (state.clashes.length > 0) return refuse('Decide first what holds where the file says something else.')
    const own = problemsOf(state).filter((problem) => !state.judged.includes(problem))
    if (own.length > 0) return refuse('Not saved: something in the form has to be mended first.')
    setBusy(true)
    const result = await call('config.save', { ...draftInput(state), revision: state.form.revision })
    setBusy(false)
    if (!result.ok) return fail(result.error, state.form)
    if (!result.value.saved) {
      draft.judge(result.value.problems)
      return refuse('Not saved: something in the form has to be mended first.')
    }
    const [id = ''] = result.value.ids
    const { fields } = draft.getState()
    const name = typeof fields.name === 'string' && fields.name !== '' ? fields.name : id
    offerUndo(
      { call, toasts },
      state.form.id === null ? `${name} added.` : `${name} saved.`,
      result.value.undo,
    )
    return id
  }

  async function fail(
    error: { readonly code: string; readonly message: string; readonly hint: string },
    form: FormView,
  ): Promise<null> {
    if (error.code === 'gone') {
      setGone(true)
      return null
    }
    if (error.code !== 'changed-meanwhile' || form.id === null) {
      return refuse(`${error.message} ${error.hint}`)
    }
    const anew = await call('config.form', { id: form.id })
    if (!anew.ok) return fail(anew.error, { ...form, id: null })
    draft.meet(anew.value)
    const { clashes } = draft.getState()
    return refuse(
      clashes.length === 0
        ? 'The file was changed by hand meanwhile. Both changes are together now; save once more.'
        : 'The file was changed by hand meanwhile. Nothing typed is lost: decide what holds where both changed.',
    )
  }

  async function saveAsNew(): Promise<string | null> {
    setGone(false)
    const empty = await call('config.form', { id: null })
    if (!empty.ok) return refuse(`${empty.error.message} ${empty.error.hint}`)
    draft.renew(empty.value)
    return save()
  }

  return { busy, trouble, isGone, save, saveAsNew, forget: () => setGone(false) }
}
