import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { FieldPath, FieldProblem } from '../../shared/editing.ts'
import { type Draft, type DraftState, problemAt, warningAt } from './draft.ts'
import { samePath } from './fields.ts'
import type { Clash } from './merge.ts'

/** What a live check found about a field. */
export interface Remark {
  readonly path: FieldPath
  readonly text: string
}

export interface Editing {
  readonly draft: Draft
  readonly remark: Remark | null
}

const EditingContext = createContext<Editing | null>(null)

export const EditingProvider = EditingContext.Provider

export function useEditing(): Editing {
  const editing = useContext(EditingContext)
  if (editing === null) throw new Error('A field stands outside EditingProvider: wrap it in one.')
  return editing
}

/** A part of the draft; the component renders again when that part is another one. */
export function useDraft<T>(select: (state: DraftState) => T): T {
  return useStore(useEditing().draft, select)
}

/** The problem to tell at this field, as one text; null where there is none. */
export function useProblem(path: FieldPath): string | null {
  return useDraft((state) => sentenceOf(problemAt(state, path)))
}

/** What does not keep this field from being saved, and is to be known; null where there is nothing. */
export function useWarning(path: FieldPath): string | null {
  return useDraft((state) => sentenceOf(warningAt(state, path)))
}

function sentenceOf(problem: FieldProblem | null): string | null {
  return problem === null ? null : [problem.message, problem.hint].filter(Boolean).join(' ')
}

export function useClash(path: FieldPath): Clash | null {
  return useDraft((state) => state.clashes.find((clash) => samePath(clash.path, path)) ?? null)
}
