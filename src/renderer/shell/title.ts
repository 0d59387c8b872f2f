import { useEffect } from 'react'
import { assertNever } from '../../shared/assert.ts'
import type { Route } from '../route.ts'
import { usePlace } from '../use-app.ts'
import { useFleet } from '../use-fleet.ts'

/** Keeps the window's title: how many failed first, since a tab shows little more, then the screen. */
export function useTitle(): void {
  const route = usePlace((place) => place.route)
  const name = useFleet(({ views }) => ('id' in route ? (views?.get(route.id)?.name ?? route.id) : ''))
  const failed = useFleet((state) => state.tally.failed)
  useEffect(() => {
    document.title = titleOf(route, name, failed)
  }, [route, name, failed])
}

/** `name` is that of the endpoint, where the screen is about one. */
export function titleOf(route: Route, name: string, failed: number): string {
  return `${failed > 0 ? `(${failed} failed) ` : ''}${screenOf(route, name)} · Heartline`
}

function screenOf(route: Route, name: string): string {
  switch (route.screen) {
    case 'fleet':
      return 'Fleet'
    case 'endpoint':
      return name
    case 'edit':
      return `Edit ${name}`
    case 'add':
      return 'Add an endpoint'
    case 'import':
      return 'Import'
    case 'incidents':
      return 'Incidents'
    case 'incident':
      return 'Incident'
    case 'settings':
      return 'Settings'
    default:
      return assertNever(route)
  }
}
