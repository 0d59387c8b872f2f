import { type JSX, useEffect } from 'react'
import { assertNever } from '../../shared/assert.ts'
import { EditorScreen } from '../editor/EditorScreen.tsx'
import { ImportScreen } from '../editor/ImportScreen.tsx'
import { EndpointScreen } from '../endpoint/EndpointScreen.tsx'
import { FleetScreen } from '../fleet/FleetScreen.tsx'
import { Palette } from '../palette/Palette.tsx'
import { SettingsScreen } from '../settings/SettingsScreen.tsx'
import { Toasts } from '../ui/Toasts.tsx'
import { useApp, usePlace } from '../use-app.ts'
import { useFleet } from '../use-fleet.ts'
import { useKeys } from './keys.ts'
import { NavRail } from './NavRail.tsx'
import { Shortcuts } from './Shortcuts.tsx'

/** The frame around every screen, and what lies over them. */
export function Shell(): JSX.Element {
  const { router } = useApp()
  const overlay = usePlace((place) => place.overlay)
  const failed = useFleet((state) => state.tally.failed)

  useEffect(() => {
    document.title = failed > 0 ? `(${failed} failed) Heartline` : 'Heartline'
  }, [failed])
  useKeys({ '?': () => router.show('shortcuts') })
  useKeys({ 'Mod+k': () => router.show(overlay === 'palette' ? null : 'palette') }, { everywhere: true })

  return (
    <div className="flex h-full min-w-200">
      <NavRail />
      <div className="flex min-w-0 flex-1 flex-col">
        <Screen />
      </div>
      {overlay === 'palette' && <Palette />}
      {overlay === 'shortcuts' && <Shortcuts close={() => router.show(null)} />}
      <Toasts />
    </div>
  )
}

function Screen(): JSX.Element {
  const route = usePlace((place) => place.route)
  switch (route.screen) {
    case 'fleet':
      return <FleetScreen />
    case 'endpoint':
      return <EndpointScreen key={route.id} id={route.id} />
    case 'add':
      return <EditorScreen key="" id={null} />
    case 'edit':
      return <EditorScreen key={route.id} id={route.id} />
    case 'import':
      return <ImportScreen />
    case 'settings':
      return <SettingsScreen />
    default:
      return assertNever(route)
  }
}
