import { Activity, Keyboard, Settings, Siren, SquareTerminal } from 'lucide-react'
import type { ComponentProps, JSX } from 'react'
import { useApp, usePlace } from '../use-app.ts'
import { useFleet } from '../use-fleet.ts'

/** The way between the screens, and to what lies over them. */
export function NavRail(): JSX.Element {
  const { router } = useApp()
  const screen = usePlace((place) => place.route.screen)
  const atIncidents = screen === 'incidents' || screen === 'incident'
  return (
    <nav
      aria-label="Screens"
      className="flex w-13 flex-none flex-col items-center gap-1.5 border-r border-line bg-panel py-3"
    >
      <Item
        label="Fleet"
        aria-current={screen === 'settings' || atIncidents ? undefined : 'page'}
        onClick={() => router.go({ screen: 'fleet' })}
      >
        <Activity className="size-4.5" aria-hidden="true" />
      </Item>
      <Incidents current={atIncidents} />
      <Item
        label="Settings"
        aria-current={screen === 'settings' ? 'page' : undefined}
        onClick={() => router.go({ screen: 'settings' })}
      >
        <Settings className="size-4.5" aria-hidden="true" />
      </Item>
      <span className="flex-1" />
      <Item label="Command palette" aria-haspopup="dialog" onClick={() => router.show('palette')}>
        <SquareTerminal className="size-4.5" aria-hidden="true" />
      </Item>
      <Item label="Shortcuts" aria-haspopup="dialog" onClick={() => router.show('shortcuts')}>
        <Keyboard className="size-4.5" aria-hidden="true" />
      </Item>
    </nav>
  )
}

/** How many last, in the colour of a failure; a quiet dot where only those that are over wait to be acknowledged. */
function Incidents({ current }: { readonly current: boolean }): JSX.Element {
  const { router } = useApp()
  const open = useFleet(({ watching }) => watching?.incidents.open ?? 0)
  const unacknowledged = useFleet(({ watching }) => watching?.incidents.unacknowledged ?? 0)
  const isQuiet = open === 0 && unacknowledged === 0
  return (
    <span className="relative">
      <Item
        label={isQuiet ? 'Incidents' : `Incidents: ${open} open, ${unacknowledged} not acknowledged`}
        aria-current={current ? 'page' : undefined}
        onClick={() => router.go({ screen: 'incidents', of: null })}
      >
        <Siren className="size-4.5" aria-hidden="true" />
      </Item>
      {open > 0 && (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute -top-0.5 -right-1 min-w-4 rounded-full bg-failed px-1 text-center text-[10px] leading-4 font-semibold text-panel"
        >
          {open > 99 ? '99+' : open}
        </span>
      )}
      {open === 0 && unacknowledged > 0 && (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute top-1 right-1 size-1.5 rounded-full bg-muted"
        />
      )}
    </span>
  )
}

function Item({
  label,
  children,
  ...rest
}: { readonly label: string } & ComponentProps<'button'>): JSX.Element {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className="grid size-9 place-items-center rounded-lg text-muted hover:bg-hover aria-[current=page]:bg-sel aria-[current=page]:text-accent"
      {...rest}
    >
      {children}
    </button>
  )
}
