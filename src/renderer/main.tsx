import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import type { Bridge } from '../shared/bridge.ts'
import { browserEnvironment } from './browser.ts'
import { electronEnvironment } from './electron.ts'
import { watchLooks } from './fleet/looks.ts'
import { createMemory } from './fleet/memory.ts'
import { createLink } from './link.ts'
import { followMenu } from './menu.ts'
import { createRouter } from './route.ts'
import { followTheme } from './settings/theme.ts'
import { recoverOnReturn } from './shell/recovery.ts'
import { Shell } from './shell/Shell.tsx'
import { createFleetStore } from './store.ts'
import { counted } from './ui/counted.ts'
import { createToasts } from './ui/toasts.ts'
import { AppProvider } from './use-app.ts'
import { FleetProvider } from './use-fleet.ts'

declare global {
  interface Window {
    /** There in the desktop app alone. */
    readonly heartline?: Bridge
  }
}

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id "root": put it back.')

const bridge = window.heartline
const environment = bridge ? electronEnvironment(window, bridge) : browserEnvironment(window)
const link = createLink(environment)
const store = createFleetStore({
  commands: link.commands,
  now: Date.now,
  soon: (run) => environment.after(50, run),
  memory: createMemory(() => window.localStorage, 'heartline.fleet'),
})
const app = { call: link.call, router: createRouter(window), toasts: createToasts() }

followTheme(window, store)
bridge?.onMenu(followMenu(app))
link.keep(store)
watchLooks({
  call: link.call,
  store,
  now: Date.now,
  page: window,
  session: createMemory(() => window.sessionStorage, 'heartline.looked'),
})
const lookForSleep = recoverOnReturn({
  call: link.call,
  store,
  now: Date.now,
  page: window,
  onRetried: ({ length }) => app.toasts.say(`${counted(length, 'failed stream')} tried again.`),
})
setInterval(() => {
  store.tick()
  lookForSleep()
}, 1000)
document.addEventListener('visibilitychange', () => {
  link.setHidden(document.hidden)
  store.tick()
})

createRoot(root).render(
  <StrictMode>
    <AppProvider value={app}>
      <FleetProvider value={store}>
        <Shell />
      </FleetProvider>
    </AppProvider>
  </StrictMode>,
)
