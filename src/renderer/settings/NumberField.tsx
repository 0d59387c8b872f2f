import { type JSX, type ReactNode, useEffect, useId, useState } from 'react'
import { inputClass } from '../ui/style.ts'
import { Trouble } from './Card.tsx'

interface NumberFieldProps {
  readonly label: string
  readonly value: number
  readonly least: number
  readonly most: number
  /** Resolves when it is known what became of it; the field then shows what holds. */
  readonly commit: (value: number) => Promise<void>
  readonly help: ReactNode
  /** What is wrong with the value that was wanted last. */
  readonly problem?: string | null
}

/** A whole number that is saved when the field is left, or by Enter; Escape takes back what was typed. */
export function NumberField(props: NumberFieldProps): JSX.Element {
  const { label, value, least, most, commit, help, problem = null } = props
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  // A value that came from elsewhere is shown, unless somebody types here.
  useEffect(() => setTyped((text) => (text === String(value) ? null : text)), [value])
  const mistake = typed === null ? null : mistakeIn(typed, least, most)
  const wrong = mistake ?? problem

  const leave = async () => {
    if (typed === null || mistake !== null) return
    if (Number(typed) !== value || problem !== null) await commit(Number(typed))
    setTyped((text) => (text === typed ? null : text))
  }

  return (
    <div>
      <div className="flex items-center gap-2">
        <label htmlFor={id} className="w-28 flex-none text-muted">
          {label}
        </label>
        <input
          id={id}
          inputMode="numeric"
          autoComplete="off"
          value={typed ?? String(value)}
          aria-invalid={wrong !== null}
          aria-describedby={`${id}-help ${id}-wrong`}
          onChange={(event) => setTyped(event.target.value.trim())}
          onBlur={() => void leave()}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void leave()
            if (event.key !== 'Escape' || typed === null) return
            event.preventDefault()
            event.nativeEvent.stopImmediatePropagation()
            setTyped(null)
          }}
          className={`${inputClass} max-w-24 text-right tabular-nums`}
        />
      </div>
      <div id={`${id}-wrong`} className="mt-1 ml-30 empty:hidden">
        {wrong !== null && <Trouble>{wrong}</Trouble>}
      </div>
      <p id={`${id}-help`} className="mt-1 ml-30 text-xs text-muted">
        {help}
      </p>
    </div>
  )
}

export function mistakeIn(text: string, least: number, most: number): string | null {
  const number = Number(text)
  if (/^\d+$/.test(text) && number >= least && number <= most) return null
  return `Give a whole number from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}.`
}
