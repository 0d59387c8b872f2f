import { Check, Copy } from 'lucide-react'
import type { JSX } from 'react'
import { useCopy } from '../ui/use-copy.ts'

interface CopyProps {
  readonly text: string
  /** What is copied, for the button's name. */
  readonly what: string
}

/** Copies a text, and says for a moment that it did. */
export function CopyButton({ text, what }: CopyProps): JSX.Element {
  const { copied, copy } = useCopy(what, text)
  const Icon = copied ? Check : Copy
  return (
    <button
      type="button"
      className="btn btn-sm w-20 flex-none"
      aria-label={`Copy the ${what}`}
      onClick={copy}
    >
      <Icon className="size-3" aria-hidden="true" />
      <span aria-live="polite">{copied ? 'Copied' : 'Copy'}</span>
    </button>
  )
}
