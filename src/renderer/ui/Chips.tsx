import { X } from 'lucide-react'
import { type JSX, type KeyboardEvent, useRef, useState } from 'react'

interface ChipsProps {
  readonly id: string
  readonly label: string
  readonly values: readonly string[]
  readonly change: (values: readonly string[]) => void
  readonly left?: () => void
  readonly placeholder?: string
  readonly suggestions?: readonly string[]
  readonly invalid?: boolean
  readonly describedBy?: string
}

/** A list of words: Enter, a comma or leaving the field ends one, Backspace in the empty field takes the last. */
export function Chips(props: ChipsProps): JSX.Element {
  const {
    id,
    label,
    values,
    change,
    left,
    placeholder,
    suggestions = [],
    invalid = false,
    describedBy,
  } = props
  const [typed, setTyped] = useState('')
  const input = useRef<HTMLInputElement>(null)

  const end = (text: string) => {
    const words = text.split(',').map((word) => word.trim())
    const fresh = words.filter(
      (word, at) => word !== '' && !values.includes(word) && words.indexOf(word) === at,
    )
    if (fresh.length > 0) change([...values, ...fresh])
    setTyped('')
  }
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const mod = event.ctrlKey || event.metaKey
    if ((event.key === 'Enter' && !mod) || event.key === ',') {
      if (typed.trim() === '' && event.key === 'Enter') return
      event.preventDefault()
      end(typed)
    } else if (event.key === 'Backspace' && typed === '' && values.length > 0) {
      change(values.slice(0, -1))
    }
  }

  return (
    <div
      data-invalid={invalid || undefined}
      className="flex min-h-7.5 w-full min-w-0 flex-wrap items-center gap-1 rounded-md border border-line bg-panel px-1.5 py-[3px] focus-within:outline-2 focus-within:-outline-offset-2 focus-within:outline-accent data-invalid:border-failed"
    >
      {values.map((word) => (
        <span
          key={word}
          className="flex max-w-full items-center rounded border border-line bg-panel2 pl-1.5 text-xs whitespace-nowrap"
        >
          <span className="min-w-0 truncate" title={word}>
            {word}
          </span>
          <button
            type="button"
            aria-label={`Remove ${word} from ${label}`}
            className="flex-none rounded p-1 text-faint hover:text-text"
            onClick={() => {
              change(values.filter((other) => other !== word))
              input.current?.focus()
            }}
          >
            <X className="size-3" aria-hidden="true" />
          </button>
        </span>
      ))}
      <input
        ref={input}
        id={id}
        value={typed}
        list={suggestions.length > 0 ? `${id}-list` : undefined}
        placeholder={values.length === 0 ? placeholder : ''}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={press}
        onBlur={() => {
          end(typed)
          left?.()
        }}
        className="h-5.5 min-w-16 flex-1 bg-transparent px-1 text-text outline-none placeholder:text-faint"
      />
      {suggestions.length > 0 && (
        <datalist id={`${id}-list`}>
          {suggestions
            .filter((word) => !values.includes(word))
            .map((word) => (
              <option key={word} value={word} />
            ))}
        </datalist>
      )}
    </div>
  )
}
