import { Play, RotateCw, Square } from 'lucide-react'
import type { JSX, ReactNode } from 'react'
import type { EndpointView } from '../../shared/view.ts'
import { useFleetStore } from '../use-fleet.ts'
import { canRetry } from './state.ts'

/** What can be done about one endpoint; each button keeps its place, whatever the state. */
export function Actions({ view }: { readonly view: EndpointView }): JSX.Element {
  const store = useFleetStore()
  const { id, name } = view
  return (
    <span className="grid grid-cols-2 gap-1.5" onPointerMove={store.rest}>
      {canRetry(view) ? (
        <Action label={`Retry ${name}`} title={asked(view)} act={() => store.retry(id)}>
          <RotateCw className="size-3" aria-hidden="true" />
          Retry
        </Action>
      ) : (
        <span />
      )}
      {view.phase === 'stopped' ? (
        <Action label={`Start ${name}`} act={() => store.start(id)}>
          <Play className="size-3" aria-hidden="true" />
          Start
        </Action>
      ) : (
        <Action label={`Stop ${name}`} act={() => store.stop(id)}>
          <Square className="size-3" aria-hidden="true" />
          Stop
        </Action>
      )}
    </span>
  )
}

/** Retrying earlier than the server asked is allowed, but not without knowing it. */
function asked(view: EndpointView): string | undefined {
  if (view.phase !== 'waiting' || view.chosenBy !== 'retry-after' || view.retryAt === null) return undefined
  return `The server asked to wait until ${new Date(view.retryAt).toLocaleTimeString()}.`
}

interface ActionProps {
  readonly label: string
  readonly title?: string | undefined
  readonly act: () => Promise<void>
  readonly children: ReactNode
}

function Action({ label, title, act, children }: ActionProps): JSX.Element {
  return (
    <button type="button" className="btn btn-sm" aria-label={label} title={title} onClick={() => void act()}>
      {children}
    </button>
  )
}
