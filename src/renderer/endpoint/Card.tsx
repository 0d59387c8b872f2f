import type { JSX, ReactNode } from 'react'

interface CardProps {
  readonly title: string
  readonly note?: string
  readonly action?: ReactNode
  readonly children: ReactNode
}

/** One box of the right column. */
export function Card({ title, note, action, children }: CardProps): JSX.Element {
  return (
    <section
      aria-label={title}
      className="flex-none rounded-[10px] border border-line bg-panel px-3.5 pt-2 pb-2.5"
    >
      <div className="mb-1 flex min-h-6 items-center gap-2.5 text-xs">
        <h2 className="font-semibold">{title}</h2>
        {note !== undefined && <span className="min-w-0 truncate text-faint">{note}</span>}
        <span className="flex-1" />
        {action}
      </div>
      {children}
    </section>
  )
}

/** Names and values, line by line. */
export function Facts({ children }: { readonly children: ReactNode }): JSX.Element {
  return <dl className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-2.5 gap-y-1 text-xs">{children}</dl>
}

export function Fact({
  name,
  children,
}: {
  readonly name: string
  readonly children: ReactNode
}): JSX.Element {
  return (
    <>
      <dt className="truncate text-faint" title={name}>
        {name}
      </dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  )
}

/** What stands where nothing is known. */
export const none = '–'
