import { Play, RotateCw, Square } from 'lucide-react'
import { Tooltip } from 'radix-ui'
import type { JSX, ReactNode } from 'react'
import type { WatchedView } from '../../shared/screens.ts'
import { clockSeconds } from '../ui/times.ts'
import { useFleetStore } from '../use-fleet.ts'
import { canRetry } from './state.ts'

interface ActionsProps {
  readonly view: WatchedView
  /** Room for a word beside the icon. */
  readonly roomy: boolean
  readonly tabIndex: number
}

/** What can be done about one endpoint; each button keeps its place, whatever the state. */
export function Actions({ view, roomy, tabIndex }: ActionsProps): JSX.Element {
  const store = useFleetStore()
  const { id, name } = view
  const later = askedFor(view)
  return (
    <span className="flex items-center justify-end gap-1" onPointerMove={store.rest}>
      {canRetry(view) && (
        <Hint text={later}>
          <Action label={`Retry ${name}`} roomy={roomy} tabIndex={tabIndex} act={() => store.retry(id)}>
            <RotateCw className="size-3" aria-hidden="true" />
            {roomy && 'Retry'}
          </Action>
        </Hint>
      )}
      {view.phase === 'stopped' ? (
        <Action label={`Start ${name}`} roomy={roomy} tabIndex={tabIndex} act={() => store.start(id)}>
          <Play className="size-3" aria-hidden="true" />
          {roomy && 'Start'}
        </Action>
      ) : (
        <Action label={`Stop ${name}`} roomy={false} tabIndex={tabIndex} act={() => store.stop(id)}>
          <Square className="size-3" aria-hidden="true" />
        </Action>
      )}
    </span>
  )
}

/** Retrying earlier than the server asked is allowed, but not without knowing it. */
export function askedFor(view: Pick<WatchedView, 'phase' | 'chosenBy' | 'retryAt'>): string | null {
  if (view.phase !== 'waiting' || view.chosenBy !== 'retry-after' || view.retryAt === null) return null
  return `The server asked to wait until ${clockSeconds(Date.parse(view.retryAt))}; retrying now is earlier.`
}

function Hint({ text, children }: { readonly text: string | null; readonly children: ReactNode }): ReactNode {
  if (text === null) return children
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      {/* Out of the row, which is transformed and would hold it, but within the page's landmarks. */}
      <Tooltip.Portal container={document.querySelector('main')}>
        <Tooltip.Content
          side="top"
          align="end"
          sideOffset={6}
          className="z-30 rounded-md border border-line bg-panel2 px-2 py-1 text-xs text-text shadow-lg"
        >
          {text}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}

interface ActionProps extends React.ComponentProps<'button'> {
  readonly label: string
  readonly roomy: boolean
  readonly act: () => Promise<void>
}

function Action({ label, roomy, act, children, ...rest }: ActionProps): JSX.Element {
  return (
    <button
      type="button"
      title={rest['aria-describedby'] === undefined && !roomy ? label : undefined}
      {...rest}
      className={`btn btn-sm ${roomy ? 'px-2' : 'w-6.5 px-0'}`}
      aria-label={label}
      onClick={(event) => {
        rest.onClick?.(event)
        void act()
      }}
    >
      {children}
    </button>
  )
}
