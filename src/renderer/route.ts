import { createStore, type StoreApi } from 'zustand/vanilla'

/** Where the person is. It stands in the address's fragment, so that a reload comes back to it. */
export type Route =
  | { readonly screen: 'fleet' }
  | { readonly screen: 'endpoint'; readonly id: string }
  | { readonly screen: 'add' }
  | { readonly screen: 'edit'; readonly id: string }
  | { readonly screen: 'import' }
  /** All incidents, or those of one endpoint. */
  | { readonly screen: 'incidents'; readonly of: string | null }
  | { readonly screen: 'incident'; readonly id: string }
  | { readonly screen: 'settings' }

/** What lies over the screen. */
export type Overlay = 'palette' | 'shortcuts'

export interface Place {
  readonly route: Route
  readonly overlay: Overlay | null
}

export interface Router extends StoreApi<Place> {
  /** With `inPlace` it takes the place of the screen that is left: back leads past that. */
  go(route: Route, options?: { readonly inPlace?: boolean }): void
  /** To where the person came from, or to the fleet. */
  back(): void
  /** To what this screen was opened from: back, where the person did come from there. */
  up(route: Route): void
  show(overlay: Overlay | null): void
  /**
   * Asks before the screen is left: `leave` tells whether nothing would be lost; otherwise it asks the person, and
   * goes to `to` by itself. The returned function takes the question back.
   */
  guard(leave: (to: Route) => boolean): () => void
}

const fleet: Route = { screen: 'fleet' }

export function routeOf(hash: string): Route {
  const [screen, id = ''] = hash.replace(/^#?\/?/, '').split('/')
  switch (screen) {
    case 'endpoint':
    case 'edit':
      return id === '' ? fleet : { screen, id: decoded(id) }
    case 'incident':
      return id === '' ? { screen: 'incidents', of: null } : { screen, id: decoded(id) }
    case 'incidents':
      return { screen, of: id === '' ? null : decoded(id) }
    case 'add':
    case 'import':
    case 'settings':
      return { screen }
    default:
      return fleet
  }
}

export function hashOf(route: Route): string {
  if (route.screen === 'fleet') return '#/'
  const about = 'id' in route ? route.id : 'of' in route ? route.of : null
  return about === null ? `#/${route.screen}` : `#/${route.screen}/${encodeURIComponent(about)}`
}

/** An address that somebody typed wrongly leads to an unknown endpoint, not to an error. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (error instanceof URIError) return text
    throw error
  }
}

/** Follows the window's address, and leads it. */
export function createRouter(window: Pick<Window, 'location' | 'history' | 'addEventListener'>): Router {
  const api = createStore<Place>(() => ({ route: routeOf(window.location.hash), overlay: null }))
  let leave: ((to: Route) => boolean) | null = null

  /** Screens behind this one that the page itself showed; kept with the entry, so that it is true after a reload. */
  const behind = (): number => {
    const { state } = window.history
    return typeof state === 'object' && typeof state?.behind === 'number' ? state.behind : 0
  }
  const push = (route: Route) => {
    const from = hashOf(api.getState().route)
    window.history.pushState({ behind: behind() + 1, from }, '', hashOf(route))
  }
  const replace = (route: Route) => window.history.replaceState(window.history.state, '', hashOf(route))
  const isHere = (route: Route) => hashOf(route) === hashOf(api.getState().route)

  window.addEventListener('hashchange', () => {
    const route = routeOf(window.location.hash)
    if (isHere(route)) return
    if (leave === null || leave(route)) {
      api.setState({ route, overlay: null })
      return
    }
    // The browser has gone already; the address comes back to what is shown.
    push(api.getState().route)
  })

  function go(route: Route, { inPlace = false }: { readonly inPlace?: boolean } = {}): void {
    if (!isHere(route)) {
      if (leave !== null && !leave(route)) return
      if (inPlace) replace(route)
      else push(route)
    }
    api.setState({ route, overlay: null })
  }

  return {
    ...api,
    go,
    back() {
      if (behind() > 0) window.history.back()
      else go(fleet)
    },
    up(route) {
      if (window.history.state?.from === hashOf(route)) window.history.back()
      else go(route, { inPlace: true })
    },
    show: (overlay) => api.setState({ overlay }),
    guard(question) {
      leave = question
      return () => {
        if (leave === question) leave = null
      }
    },
  }
}
