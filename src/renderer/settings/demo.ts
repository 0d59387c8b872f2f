import type { App } from '../use-app.ts'

/** Watches the fault lab's streams beside the person's own. */
export async function startDemo({ call, toasts }: Pick<App, 'call' | 'toasts'>): Promise<void> {
  const result = await call('demo.start', {})
  if (!result.ok) toasts.complain(result.error)
}

export async function endDemo({ call, toasts }: Pick<App, 'call' | 'toasts'>): Promise<void> {
  const result = await call('demo.end', {})
  if (!result.ok) toasts.complain(result.error)
}
