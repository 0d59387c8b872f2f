import { Activity, Settings } from 'lucide-react'
import type { JSX, ReactNode } from 'react'
import type { Route } from '../route.ts'
import { useApp, usePlace } from '../use-app.ts'

/** The way between the screens. */
export function NavRail(): JSX.Element {
  const screen = usePlace((place) => place.route.screen)
  return (
    <nav
      aria-label="Screens"
      className="flex w-13 flex-none flex-col items-center gap-1.5 border-r border-line bg-panel pt-3"
    >
      <Item to={{ screen: 'fleet' }} label="Fleet" current={screen !== 'settings'}>
        <Activity className="size-4.5" aria-hidden="true" />
      </Item>
      <Item to={{ screen: 'settings' }} label="Settings" current={screen === 'settings'}>
        <Settings className="size-4.5" aria-hidden="true" />
      </Item>
    </nav>
  )
}

interface ItemProps {
  readonly to: Route
  readonly label: string
  readonly current: boolean
  readonly children: ReactNode
}

function Item({ to, label, current, children }: ItemProps): JSX.Element {
  const { router } = useApp()
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-current={current ? 'page' : undefined}
      onClick={() => router.go(to)}
      className="grid size-9 place-items-center rounded-lg text-muted hover:bg-hover aria-[current=page]:bg-sel aria-[current=page]:text-accent"
    >
      {children}
    </button>
  )
}
