import { type JSX, useRef } from 'react'
import { assertNever } from '../../shared/assert.ts'
import { EditorScreen } from '../editor/EditorScreen.tsx'
import { ImportScreen } from '../editor/ImportScreen.tsx'
import { EndpointScreen } from '../endpoint/EndpointScreen.tsx'
import { Banners } from '../fleet/Banners.tsx'
import { FleetScreen } from '../fleet/FleetScreen.tsx'
import { IncidentsScreen } from '../incidents/IncidentsScreen.tsx'
import { Palette } from '../palette/Palette.tsx'
import { SettingsScreen } from '../settings/SettingsScreen.tsx'
import { Toasts } from '../ui/Toasts.tsx'
import { useApp, usePlace } from '../use-app.ts'
import { focusContent, useArrival } from './arrival.ts'
import { useKeys } from './keys.ts'
import { NavRail } from './NavRail.tsx'
import { Shortcuts } from './Shortcuts.tsx'
import { useTitle } from './title.ts'
import { useDemoEnd } from './use-demo-end.ts'

/** The frame around every screen, and what lies over them. */
export function Shell(): JSX.Element {
  const { router } = useApp()
  const overlay = usePlace((place) => place.overlay)
  const screen = useRef<HTMLDivElement>(null)

  useTitle()
  useArrival(screen)
  useDemoEnd()
  useKeys({
    '?': () => router.show('shortcuts'),
    'Mod+,': () => router.go({ screen: 'settings' }),
    g: () => router.go({ screen: 'incidents', of: null }),
  })
  useKeys({ 'Mod+k': () => router.show(overlay === 'palette' ? null : 'palette') }, { everywhere: true })

  return (
    <div className="flex h-full min-w-200">
      <button
        type="button"
        onClick={() => focusContent(screen.current)}
        className="btn sr-only z-50 focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        Skip to the content
      </button>
      <NavRail />
      <div className="flex min-w-0 flex-1 flex-col">
        <Banners />
        <div ref={screen} className="flex min-h-0 flex-1 flex-col outline-none">
          <Screen />
        </div>
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
    case 'incidents':
      return <IncidentsScreen open={null} />
    case 'incident':
      return <IncidentsScreen open={route.id} />
    case 'settings':
      return <SettingsScreen />
    default:
      return assertNever(route)
  }
}
