import { ChevronRight } from 'lucide-react'
import type { JSX, ReactNode } from 'react'

interface SectionProps {
  readonly id: string
  readonly title: string
  readonly about: string
  /** Null for a section that is always open. */
  readonly fold: { readonly open: boolean; readonly toggle: () => void; readonly note: string } | null
  readonly children: ReactNode
}

/** A part of the form; a folded one says what is set in it. */
export function Section({ id, title, about, fold, children }: SectionProps): JSX.Element {
  const heading = `section-${id}`
  if (fold === null) {
    return (
      <section aria-labelledby={heading} className="rounded-xl border border-line bg-panel px-4 py-3.5">
        <h2 id={heading} className="font-semibold">
          {title}
        </h2>
        {about !== '' && <p className="text-xs text-faint">{about}</p>}
        <div className="mt-3">{children}</div>
      </section>
    )
  }
  const { open, toggle, note } = fold
  return (
    <section aria-labelledby={heading} className="rounded-xl border border-line bg-panel">
      <h2>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={`${heading}-body`}
          onClick={toggle}
          className="flex w-full items-center gap-2 rounded-xl px-4 py-2.5 text-left hover:bg-hover"
        >
          <ChevronRight
            className={`-ml-1 size-4 flex-none text-faint ${open ? 'rotate-90' : ''}`}
            aria-hidden="true"
          />
          <span id={heading} className="flex-none font-semibold">
            {title}
          </span>
          <span className="min-w-0 flex-1 truncate text-right text-xs text-faint" title={note}>
            {note}
          </span>
        </button>
      </h2>
      <div id={`${heading}-body`} hidden={!open} className="border-t border-line px-4 py-3.5">
        {about !== '' && <p className="mb-3 text-xs text-faint">{about}</p>}
        {children}
      </div>
    </section>
  )
}
