import { type JSX, type ReactNode, useId } from 'react'
import { Modal } from './Modal.tsx'
import { primaryClass } from './style.ts'

interface AskDialogProps {
  readonly title: string
  readonly children: ReactNode
  readonly yes: string
  readonly no: string
  readonly onYes: () => void
  readonly onNo: () => void
}

/** A question that stands in the way: the harmless answer has the focus, and is what Escape means. */
export function AskDialog({ title, children, yes, no, onYes, onNo }: AskDialogProps): JSX.Element {
  const id = useId()
  return (
    <Modal
      role="alertdialog"
      labelledBy={`${id}-title`}
      describedBy={`${id}-text`}
      close={onNo}
      className="mt-[22vh] w-110 p-4"
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
        <button type="button" data-first="" className={primaryClass} onClick={onNo}>
          {no}
        </button>
      </div>
    </Modal>
  )
}
