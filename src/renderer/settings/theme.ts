import type { SettingsView } from '../../shared/screens.ts'
import type { FleetStore } from '../store.ts'

export type Theme = SettingsView['theme']

/**
 * Dispatched on the window after the page's colours became others, whether the theme was chosen or the system's own
 * changed. What draws with colours read from the stylesheet draws anew.
 */
export const themeEvent = 'heartline:theme'

/** Also read by `public/theme.js`, before the first paint. */
const key = 'heartline.theme'

/** Shows the theme that the settings tell, from now on. */
export function followTheme(window: Window, store: Pick<FleetStore, 'getState' | 'subscribe'>): void {
  const root = window.document.documentElement
  const tell = () => window.dispatchEvent(new Event(themeEvent))
  const show = (theme: Theme) => {
    remember(window, theme)
    if ((root.dataset.theme ?? 'system') === theme) return
    // The stylesheet has a rule for each; without the attribute the system decides.
    if (theme === 'system') delete root.dataset.theme
    else root.dataset.theme = theme
    tell()
  }
  let shown: Theme | undefined
  const follow = () => {
    const theme = store.getState().settings?.theme
    if (theme === undefined || theme === shown) return
    shown = theme
    show(theme)
  }
  follow()
  store.subscribe(follow)
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    if (root.dataset.theme === undefined) tell()
  })
}

function remember({ localStorage }: Pick<Window, 'localStorage'>, theme: Theme): void {
  try {
    localStorage.setItem(key, theme)
  } catch (error) {
    // Storage that is full or forbidden costs a flash at the next load, and nothing else.
    if (!(error instanceof DOMException)) throw error
  }
}
