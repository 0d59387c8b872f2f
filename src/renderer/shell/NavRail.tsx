import { Activity, Keyboard, Settings, SquareTerminal } from 'lucide-react'
import type { ComponentProps, JSX } from 'react'
import { useApp, usePlace } from '../use-app.ts'

/** The way between the screens, and to what lies over them. */
export function NavRail(): JSX.Element {
  const { router } = useApp()
  const screen = usePlace((place) => place.route.screen)
  return (
    <nav
      aria-label="Screens"
      className="flex w-13 flex-none flex-col items-center gap-1.5 border-r border-line bg-panel py-3"
    >
      <Item
        label="Fleet"
        aria-current={screen === 'settings' ? undefined : 'page'}
        onClick={() => router.go({ screen: 'fleet' })}
      >
        <Activity className="size-4.5" aria-hidden="true" />
      </Item>
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
