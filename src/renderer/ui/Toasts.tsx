import { X } from 'lucide-react'
import { Toast } from 'radix-ui'
import { type JSX, useEffect } from 'react'
import { useStore } from 'zustand'
import { isField, isOverlaid } from '../shell/keys.ts'
import { useApp } from '../use-app.ts'
import type { ToastStore } from './toasts.ts'

/** Long enough to reach for "Undo" without hurry; resting on it holds it. */
const standsMs = 12_000

export function Toasts(): JSX.Element {
  const { toasts } = useApp()
  const list = useStore(toasts)
  useUndoKey(toasts)
  return (
    <Toast.Provider duration={standsMs} swipeDirection="down" label="Message">
      {list.map(({ id, tone, text, action }) => (
        <Toast.Root
          key={id}
          type="background"
          onOpenChange={(open) => {
            if (!open) toasts.drop(id)
          }}
          className={`flex items-center gap-3 rounded-lg border bg-panel py-2 pr-2 pl-3 shadow-lg ${tone === 'trouble' ? 'border-late' : 'border-line'}`}
        >
          <Toast.Description className="max-w-130 min-w-0 break-words">{text}</Toast.Description>
          {action !== null && (
            <Toast.Action asChild altText={action.label}>
              <button
                type="button"
                className="btn btn-sm px-2.5"
                title="Ctrl/Cmd+Z; F8 leads here"
                onClick={action.run}
              >
                {action.label}
              </button>
            </Toast.Action>
          )}
          <Toast.Close className="rounded p-1 text-faint hover:bg-hover" aria-label="Dismiss">
            <X className="size-3.5" aria-hidden="true" />
          </Toast.Close>
        </Toast.Root>
      ))}
      <Toast.Viewport className="fixed bottom-10 left-1/2 z-50 flex w-max max-w-[90vw] -translate-x-1/2 flex-col gap-2 outline-none" />
    </Toast.Provider>
  )
}

/** Ctrl+Z, or Command+Z, takes back what the newest message offers to; in fields it stays theirs. */
function useUndoKey(toasts: ToastStore): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key === 'z'
      if (!isUndo || event.defaultPrevented || isField(event.target) || isOverlaid()) return
      const newest = toasts.getState().findLast(({ action }) => action !== null)
      if (newest?.action == null) return
      event.preventDefault()
      newest.action.run()
      toasts.drop(newest.id)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [toasts])
}
