import { TriangleAlert } from 'lucide-react'
import { type JSX, type ReactNode, useId } from 'react'

interface CardProps {
  readonly title: string
  readonly about?: string
  readonly children: ReactNode
}

/** One matter of the settings. */
export function Card({ title, about, children }: CardProps): JSX.Element {
  const heading = useId()
  return (
    <section
      aria-labelledby={heading}
      className="grid grid-cols-[13rem_minmax(0,1fr)] gap-x-8 border-b border-line py-5 last:border-b-0"
    >
      <div>
        <h2 id={heading} className="text-[14px] font-semibold">
          {title}
        </h2>
        {about !== undefined && <p className="mt-1 text-xs text-muted">{about}</p>}
      </div>
      <div className="flex min-w-0 flex-col gap-3">{children}</div>
    </section>
  )
}

interface LineProps {
  readonly label: string
  readonly children: ReactNode
}

/** A named value with what can be done about it, on one line. */
export function Line({ label, children }: LineProps): JSX.Element {
  return (
    <div className="flex min-h-7 items-center gap-2">
      <span className="w-28 flex-none text-muted">{label}</span>
      {children}
    </div>
  )
}

/** A path or address: cut in sight where it is long, whole in the title and in a copy. */
export function Value({ children }: { readonly children: string }): JSX.Element {
  return (
    <code className="min-w-0 flex-1 truncate font-mono text-xs" title={children}>
      {children}
    </code>
  )
}

/** What is wrong, at the place where it is wrong. */
export function Trouble({
  id,
  children,
}: {
  readonly id?: string
  readonly children: ReactNode
}): JSX.Element {
  return (
    <p id={id} role="alert" className="flex gap-1.5 text-xs break-words text-failed">
      <TriangleAlert className="mt-px size-3.5 flex-none" aria-hidden="true" />
      <span className="min-w-0">{children}</span>
    </p>
  )
}
