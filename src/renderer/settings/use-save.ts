import { createContext, useCallback, useContext, useState } from 'react'
import type { CallError, CommandInput } from '../../shared/contract.ts'
import { useApp } from '../use-app.ts'

export type Change = CommandInput<'settings.set'>

/** How the last change went; said on top of the screen. */
export type Saving =
  | { readonly state: 'nothing' | 'saving' | 'saved' }
  | { readonly state: 'refused'; readonly error: CallError }

/** Sets a change at once; resolves with whether it holds. */
export type Save = (change: Change) => Promise<boolean>

export function useSaving(): { readonly saving: Saving; readonly save: Save } {
  const { call } = useApp()
  const [saving, setSaving] = useState<Saving>({ state: 'nothing' })
  const save = useCallback<Save>(
    async (change) => {
      setSaving({ state: 'saving' })
      const result = await call('settings.set', change)
      setSaving(result.ok ? { state: 'saved' } : { state: 'refused', error: result.error })
      return result.ok
    },
    [call],
  )
  return { saving, save }
}

const SaveContext = createContext<Save | null>(null)

export const SaveProvider = SaveContext.Provider

export function useSave(): Save {
  const save = useContext(SaveContext)
  if (save === null) throw new Error('A setting stands outside SaveProvider: wrap it in one.')
  return save
}
