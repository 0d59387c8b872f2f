import { type JSX, type ReactNode, useEffect, useId, useRef } from 'react'
import { primaryClass } from '../ui/style.ts'

interface AskDialogProps {
  readonly title: string
  readonly children: ReactNode
  readonly yes: string
  readonly no: string
  readonly onYes: () => void
  readonly onNo: () => void
}

/**
 * A question that stands in the way: the harmless answer has the focus, and is what Escape means. The browser's own
 * modal dialog: what is behind it is inert, also for screen readers, and gets the focus back.
 */
export function AskDialog({ title, children, yes, no, onYes, onNo }: AskDialogProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null)
  const harmless = useRef<HTMLButtonElement>(null)
  const id = useId()
  useEffect(() => {
    const shown = dialog.current
    shown?.showModal()
    harmless.current?.focus()
    return () => shown?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onCancel={(event) => {
        event.preventDefault()
        onNo()
      }}
      className="mx-auto mt-[22vh] w-110 max-w-[92vw] rounded-xl border border-line bg-panel p-4 text-text shadow-2xl backdrop:bg-black/50"
    >
      <h2 id={`${id}-title`} className="text-[15px] font-semibold break-words">
        {title}
      </h2>
      <div id={`${id}-text`} className="mt-1.5 break-words text-muted">
        {children}
      </div>
      <div className="mt-4 flex justify-end gap-2">
        <button type="button" className="btn" onClick={onYes}>
          {yes}
        </button>
        <button ref={harmless} type="button" className={primaryClass} onClick={onNo}>
          {no}
        </button>
      </div>
    </dialog>
  )
}
