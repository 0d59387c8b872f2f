import { X } from 'lucide-react'
import { type JSX, type ReactNode, useId } from 'react'
import { Modal } from './Modal.tsx'

interface DialogProps {
  readonly title: string
  /** Said to screen readers where the title alone does not tell. */
  readonly description?: string
  readonly close: () => void
  readonly children: ReactNode
  /** A width class. */
  readonly width?: string
}

/** A dialog over the screen, with its title and a button that closes it. */
export function Dialog({ title, description, close, children, width = 'w-140' }: DialogProps): JSX.Element {
  const id = useId()
  return (
    <Modal
      labelledBy={`${id}-title`}
      describedBy={description === undefined ? undefined : `${id}-text`}
      close={close}
      lightly
      className={`mt-[12vh] max-h-[76vh] flex-col open:flex ${width}`}
    >
      <div className="flex items-center gap-3 border-b border-line px-4 py-3">
        <h2 id={`${id}-title`} className="flex-1 text-[15px] font-semibold">
          {title}
        </h2>
        <button
          type="button"
          onClick={close}
          className="rounded p-1 text-faint hover:bg-hover"
          aria-label="Close"
        >
          <X className="size-4" aria-hidden="true" />
        </button>
      </div>
      {description !== undefined && (
        <p id={`${id}-text`} className="px-4 pt-3 text-muted">
          {description}
        </p>
      )}
      <div className="min-h-0 overflow-y-auto p-4">{children}</div>
    </Modal>
  )
}
