import { type JSX, type ReactNode, useLayoutEffect, useRef } from 'react'

interface ModalProps {
  readonly role?: 'alertdialog'
  /** Ids of what names it, and of what it says. */
  readonly labelledBy: string
  readonly describedBy?: string | undefined
  /** Escape, and where `lightly` a press beside it. */
  readonly close: () => void
  readonly lightly?: boolean
  readonly className: string
  readonly children: ReactNode
}

/**
 * What lies over the screen until it is answered: the browser's own modal dialog, so that what is behind it is inert
 * for everybody, and gets the focus back. An element with `data-first` has the focus at the beginning.
 */
export function Modal(props: ModalProps): JSX.Element {
  const { role, labelledBy, describedBy, close, lightly = false, className, children } = props
  const dialog = useRef<HTMLDialogElement>(null)
  // Closed while it is still in the page, or the focus would not be given back.
  useLayoutEffect(() => {
    const shown = dialog.current
    shown?.showModal()
    shown?.querySelector<HTMLElement>('[data-first]')?.focus()
    return () => shown?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      role={role}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      closedby={lightly ? 'any' : 'closerequest'}
      onCancel={(event) => {
        event.preventDefault()
        close()
      }}
      onClose={() => {
        // Where the browser did not let it be held open; not the close of one that is gone already.
        if (dialog.current?.open === false) close()
      }}
      className={`mx-auto max-w-[92vw] rounded-xl border border-line bg-panel text-text shadow-2xl backdrop:bg-black/50 ${className}`}
    >
      {children}
    </dialog>
  )
}
