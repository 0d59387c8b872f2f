import { createStore, type StoreApi } from 'zustand/vanilla'

/** Where the person is. It stands in the address's fragment, so that a reload comes back to it. */
export type Route =
  | { readonly screen: 'fleet' }
  | { readonly screen: 'endpoint'; readonly id: string }
  | { readonly screen: 'add' }
  | { readonly screen: 'edit'; readonly id: string }
  | { readonly screen: 'import' }
  | { readonly screen: 'settings' }

/** What lies over the screen. */
export type Overlay = 'palette' | 'shortcuts'

export interface Place {
  readonly route: Route
  readonly overlay: Overlay | null
}

export interface Router extends StoreApi<Place> {
  go(route: Route): void
  /** To where the person came from, or to the fleet. */
  back(): void
  show(overlay: Overlay | null): void
  /**
   * Asks before the screen is left: `leave` tells whether nothing would be lost, or has asked the person itself. The
   * returned function takes the question back.
   */
  guard(leave: () => boolean): () => void
}

const fleet: Route = { screen: 'fleet' }

export function routeOf(hash: string): Route {
  const [screen, id = ''] = hash.replace(/^#?\/?/, '').split('/')
  switch (screen) {
    case 'endpoint':
    case 'edit':
      return id === '' ? fleet : { screen, id: decoded(id) }
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
  return 'id' in route ? `#/${route.screen}/${encodeURIComponent(route.id)}` : `#/${route.screen}`
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
  /** Screens behind this one that this page itself showed. */
  let behind = 0
  let leave: (() => boolean) | null = null

  window.addEventListener('hashchange', () => {
    const route = routeOf(window.location.hash)
    if (hashOf(route) === hashOf(api.getState().route)) return
    if (leave !== null && !leave()) {
      window.history.pushState(null, '', hashOf(api.getState().route))
      return
    }
    behind = Math.max(0, behind - 1)
    api.setState({ route, overlay: null })
  })

  function go(route: Route): void {
    if (hashOf(route) === hashOf(api.getState().route)) {
      api.setState({ overlay: null })
      return
    }
    if (leave !== null && !leave()) return
    behind += 1
    window.history.pushState(null, '', hashOf(route))
    api.setState({ route, overlay: null })
  }

  return {
    ...api,
    go,
    back() {
      if (behind > 0) window.history.back()
      else go(fleet)
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
