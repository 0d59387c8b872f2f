import type { JSX } from 'react'
import { SavedField, type SavedFieldProps } from './SavedField.tsx'

interface NumberFieldProps extends Pick<SavedFieldProps, 'label' | 'help' | 'problem'> {
  readonly value: number
  readonly least: number
  readonly most: number
  /** Resolves when it is known what became of it; the field then shows what holds. */
  readonly commit: (value: number) => Promise<void>
}

/** A whole number that is saved when the field is left, or by Enter; Escape takes back what was typed. */
export function NumberField({ value, least, most, commit, ...field }: NumberFieldProps): JSX.Element {
  return (
    <SavedField
      {...field}
      inputMode="numeric"
      shown={String(value)}
      mistakeIn={(text) => mistakeIn(text, least, most)}
      commit={(text) => commit(Number(text))}
    />
  )
}

export function mistakeIn(text: string, least: number, most: number): string | null {
  const number = Number(text)
  if (/^\d+$/.test(text) && number >= least && number <= most) return null
  return `Give a whole number from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}.`
}
