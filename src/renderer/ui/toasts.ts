import { createStore, type StoreApi } from 'zustand/vanilla'

/** A short word on what was done, with a way to take it back; it never takes the focus. */
export interface Toast {
  readonly id: number
  readonly tone: 'plain' | 'trouble'
  readonly text: string
  readonly action: { readonly label: string; readonly run: () => void } | null
}

export interface ToastStore extends StoreApi<readonly Toast[]> {
  say(text: string, action?: Toast['action']): void
  /** Something that was asked for could not be done: a sentence and what to do. */
  complain(error: { readonly message: string; readonly hint: string }): void
  drop(id: number): void
}

/** More than this at a time are read by nobody: the oldest go. */
const most = 4

export function createToasts(): ToastStore {
  const api = createStore<readonly Toast[]>(() => [])
  let lastId = 0
  const add = (toast: Omit<Toast, 'id'>) => {
    lastId += 1
    api.setState([...api.getState(), { ...toast, id: lastId }].slice(-most), true)
  }
  return {
    ...api,
    say: (text, action = null) => add({ tone: 'plain', text, action }),
    complain: ({ message, hint }) =>
      add({ tone: 'trouble', text: [message, hint].filter(Boolean).join(' '), action: null }),
    drop: (id) =>
      api.setState(
        api.getState().filter((toast) => toast.id !== id),
        true,
      ),
  }
}
