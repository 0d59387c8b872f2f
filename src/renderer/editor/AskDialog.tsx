import { AlertDialog } from 'radix-ui'
import type { JSX, ReactNode } from 'react'
import { primaryClass } from '../ui/style.ts'

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
  return (
    <AlertDialog.Root
      open
      onOpenChange={(open) => {
        if (!open) onNo()
      }}
    >
      <AlertDialog.Portal>
        <div className="fixed inset-0 z-40 bg-black/50" />
        <AlertDialog.Content className="fixed top-[22vh] left-1/2 z-40 w-110 max-w-[92vw] -translate-x-1/2 rounded-xl border border-line bg-panel p-4 shadow-2xl">
          <AlertDialog.Title className="text-[15px] font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className="mt-1.5 break-words text-muted">{children}</div>
          </AlertDialog.Description>
          <div className="mt-4 flex justify-end gap-2">
            <AlertDialog.Cancel className={primaryClass}>{no}</AlertDialog.Cancel>
            <button type="button" className="btn" onClick={onYes}>
              {yes}
            </button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
