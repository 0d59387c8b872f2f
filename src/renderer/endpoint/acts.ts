import type { WatchedView } from '../../shared/screens.ts'
import { removeEndpoints } from '../editor/actions.ts'
import { canRetry, isInFile } from '../fleet/state.ts'
import type { App } from '../use-app.ts'

/** What can be done about the endpoint; each says what went wrong by itself. */
export interface EndpointActs {
  retry(): void
  /** Stops it, or starts it where it is stopped. */
  toggle(): void
  /** What can be done to it in the configuration; null where it does not stand there. */
  readonly inFile: { edit(): void; remove(): void } | null
}

export function endpointActs(
  { call, toasts, router }: App,
  view: WatchedView,
  demoOnly: boolean,
): EndpointActs {
  const { id } = view
  const order = async (command: 'endpoint.retry' | 'endpoint.stop' | 'endpoint.start') => {
    const result = await call(command, { id })
    if (!result.ok) toasts.complain(result.error)
  }
  return {
    retry() {
      if (canRetry(view)) void order('endpoint.retry')
      else if (view.phase === 'stopped') void order('endpoint.start')
    },
    toggle: () => void order(view.phase === 'stopped' ? 'endpoint.start' : 'endpoint.stop'),
    inFile: isInFile(view, demoOnly)
      ? {
          edit: () => router.go({ screen: 'edit', id }),
          remove: () =>
            void removeEndpoints({ call, toasts }, [view]).then((removed) => {
              if (removed) router.go({ screen: 'fleet' })
            }),
        }
      : null,
  }
}
