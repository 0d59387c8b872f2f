import { Check, Copy as CopyIcon } from 'lucide-react'
import type { JSX } from 'react'
import { useCopy } from '../ui/use-copy.ts'

/** Copies a text, and says that it did. */
export function Copy({ what, text }: { readonly what: string; readonly text: string }): JSX.Element {
  const { copied, copy } = useCopy(what, text)
  return (
    <button
      type="button"
      className="-my-1 inline-grid size-5 flex-none place-items-center rounded text-faint hover:bg-hover"
      aria-label={`Copy the ${what}`}
      title={copied ? 'Copied' : `Copy the ${what}`}
      onClick={copy}
    >
      {copied ? (
        <Check className="size-3.5 text-live" aria-hidden="true" />
      ) : (
        <CopyIcon className="size-3.5" aria-hidden="true" />
      )}
      <span role="status" className="sr-only">
        {copied ? 'Copied' : ''}
      </span>
    </button>
  )
}

/** A value in one line that can be copied whole. */
export function Copied({ what, text }: { readonly what: string; readonly text: string }): JSX.Element {
  return (
    <span className="flex min-w-0 items-center gap-1">
      <code className="min-w-0 truncate font-mono [unicode-bidi:isolate]" title={text}>
        {text}
      </code>
      <Copy what={what} text={text} />
    </span>
  )
}
