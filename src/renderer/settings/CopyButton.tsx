import { Check, Copy } from 'lucide-react'
import { type JSX, useEffect, useState } from 'react'
import { copyText } from '../ui/clipboard.ts'
import { useApp } from '../use-app.ts'

const saysSoForMs = 2000

interface CopyProps {
  readonly text: string
  /** What is copied, for the button's name. */
  readonly what: string
}

/** Copies a text, and says for a moment that it did. */
export function CopyButton({ text, what }: CopyProps): JSX.Element {
  const { toasts } = useApp()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), saysSoForMs)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    if (await copyText(text)) setCopied(true)
    else
      toasts.complain({
        message: `The ${what} was not copied: the browser does not allow it.`,
        hint: 'Select it and copy it there.',
      })
  }
  const Icon = copied ? Check : Copy
  return (
    <button
      type="button"
      className="btn btn-sm w-20 flex-none"
      aria-label={`Copy the ${what}`}
      onClick={() => void copy()}
    >
      <Icon className="size-3" aria-hidden="true" />
      <span aria-live="polite">{copied ? 'Copied' : 'Copy'}</span>
    </button>
  )
}
