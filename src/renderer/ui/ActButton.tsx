import type { JSX, ReactNode } from 'react'

interface ActButtonProps {
  /** Stays focusable with nothing to do, so that a press does not throw the keyboard back to the top. */
  readonly idle: boolean
  readonly act: () => void
  readonly children: ReactNode
}

/** One of the acts in a bar. */
export const ActButton = ({ idle, act, children }: ActButtonProps): JSX.Element => (
  <button type="button" className="btn btn-sm px-2.5" aria-disabled={idle} onClick={() => !idle && act()}>
    {children}
  </button>
)
