import { type JSX, type ReactNode, useEffect, useId, useState } from 'react'
import { inputClass } from '../ui/style.ts'
import { Trouble } from './Card.tsx'

export interface SavedFieldProps {
  readonly label: string
  /** The value that holds, as it is typed. */
  readonly shown: string
  /** Null where the text is a value. */
  readonly mistakeIn: (text: string) => string | null
  /** Resolves when it is known what became of it; the field then shows what holds. */
  readonly commit: (text: string) => Promise<void>
  readonly help: ReactNode
  /** What is wrong with the value that was wanted last. */
  readonly problem?: string | null
  readonly inputMode?: 'numeric' | 'text'
}

/** A value that is saved when its field is left, or by Enter; Escape takes back what was typed. */
export function SavedField(props: SavedFieldProps): JSX.Element {
  const { label, shown, mistakeIn, commit, help, problem = null, inputMode = 'text' } = props
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  // A value that came from elsewhere is shown, unless somebody types here.
  useEffect(() => setTyped((text) => (text === shown ? null : text)), [shown])
  const text = typed?.trim() ?? null
  const mistake = text === null ? null : mistakeIn(text)
  const wrong = mistake ?? problem

  const leave = async () => {
    if (text === null || mistake !== null) return
    if (text !== shown || problem !== null) await commit(text)
    setTyped((now) => (now === typed ? null : now))
  }

  return (
    <div>
      <div className="flex items-center gap-2">
        <label htmlFor={id} className="w-28 flex-none text-muted">
          {label}
        </label>
        <input
          id={id}
          inputMode={inputMode}
          autoComplete="off"
          value={typed ?? shown}
          aria-invalid={wrong !== null}
          aria-describedby={`${id}-help ${id}-wrong`}
          onChange={(event) => setTyped(event.target.value)}
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
