import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { JSX, ReactNode } from 'react'
import { useFocusBack } from './focus-back.ts'

interface DialogProps {
  readonly title: string
  /** Said to screen readers where the title alone does not tell. */
  readonly description?: string
  readonly close: () => void
  readonly children: ReactNode
  /** A width class. */
  readonly width?: string
}

/**
 * A dialog over the screen: keeps the focus in it, gives it back, and closes by Escape. Its veil is not Radix's own
 * overlay, which locks scrolling with a style element that the page's policy rightly refuses; nothing here scrolls
 * behind it anyway.
 */
export function Dialog({ title, description, close, children, width = 'w-140' }: DialogProps): JSX.Element {
  const giveBack = useFocusBack()
  return (
    <Radix.Root
      open
      onOpenChange={(open) => {
        if (!open) close()
      }}
    >
      <Radix.Portal>
        <div className="fixed inset-0 z-40 bg-black/50" />
        <Radix.Content
          onCloseAutoFocus={giveBack}
          {...(description === undefined && { 'aria-describedby': undefined })}
          className={`fixed top-[12vh] left-1/2 z-40 flex max-h-[76vh] max-w-[92vw] -translate-x-1/2 flex-col rounded-xl border border-line bg-panel shadow-2xl ${width}`}
        >
          <div className="flex items-center gap-3 border-b border-line px-4 py-3">
            <Radix.Title className="flex-1 text-[15px] font-semibold">{title}</Radix.Title>
            <Radix.Close className="rounded p-1 text-faint hover:bg-hover" aria-label="Close">
              <X className="size-4" aria-hidden="true" />
            </Radix.Close>
          </div>
          {description !== undefined && (
            <Radix.Description className="px-4 pt-3 text-muted">{description}</Radix.Description>
          )}
          <div className="min-h-0 overflow-y-auto p-4">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
