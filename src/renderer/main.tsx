import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { browserEnvironment } from './browser.ts'
import { createLink } from './link.ts'
import { createFleetStore } from './store.ts'
import { FleetProvider } from './use-fleet.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id "root": put it back.')

const environment = browserEnvironment(window)
const link = createLink(environment)
const store = createFleetStore({
  commands: link.commands,
  now: Date.now,
  soon: (run) => environment.after(50, run),
})

link.keep(store)
setInterval(store.tick, 1000)
document.addEventListener('visibilitychange', () => {
  link.setHidden(document.hidden)
  store.tick()
})

createRoot(root).render(
  <StrictMode>
    <FleetProvider value={store}>
      <App />
    </FleetProvider>
  </StrictMode>,
)
