import type { JSX, ReactNode } from 'react'

/** What stands where a list or a screen would, when there is nothing to show. */
export function Middle({ children }: { readonly children: ReactNode }): JSX.Element {
  return (
    <div className="m-auto flex max-w-xl flex-col items-center gap-3 px-6 py-10 text-center text-muted">
      {children}
    </div>
  )
}
