import { saveFile } from '../ui/save-file.ts'
import type { App } from '../use-app.ts'

/** Removes endpoints from the file at once, and offers to take it back. */
export async function removeEndpoints(
  { call, toasts }: Pick<App, 'call' | 'toasts'>,
  endpoints: readonly { readonly id: string; readonly name: string }[],
): Promise<boolean> {
  const result = await call('config.remove', { ids: endpoints.map(({ id }) => id) })
  if (!result.ok) {
    toasts.complain(result.error)
    return false
  }
  if (!result.value.saved) {
    for (const problem of result.value.problems) toasts.complain(problem)
    return false
  }
  const [first] = endpoints
  const what = endpoints.length === 1 && first ? first.name : `${endpoints.length} endpoints`
  offerUndo({ call, toasts }, `${what} removed.`, result.value.undo)
  return true
}

/** Says what was done, with an Undo beside it. */
export function offerUndo({ call, toasts }: Pick<App, 'call' | 'toasts'>, text: string, undo: string): void {
  toasts.say(text, {
    label: 'Undo',
    run: () =>
      void call('config.undo', { undo }).then((result) => {
        if (!result.ok) toasts.complain(result.error)
      }),
  })
}

/** Gives endpoints (all of them where `ids` is null) as a YAML file to keep. */
export async function exportEndpoints(
  { call, toasts }: Pick<App, 'call' | 'toasts'>,
  ids: readonly string[] | null,
): Promise<void> {
  const result = await call('config.export', { ids: ids === null ? null : [...ids] })
  if (!result.ok) {
    toasts.complain(result.error)
    return
  }
  saveFile(result.value.text, 'heartline-export.yaml', 'application/yaml')
}
