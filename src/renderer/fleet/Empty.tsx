import { Activity, FlaskConical, Plus, Upload } from 'lucide-react'
import type { JSX } from 'react'
import { startDemo } from '../settings/demo.ts'
import { Middle } from '../ui/Middle.tsx'
import { useApp } from '../use-app.ts'
import { useFleet, useFleetStore } from '../use-fleet.ts'

/** What stands where rows would: nothing known yet, nothing configured, or nothing that matches. */
export function Empty(): JSX.Element {
  const known = useFleet((state) => state.views !== null)
  const any = useFleet((state) => state.all.length > 0)
  if (!known) return <Middle>Asking the monitor what it watches…</Middle>
  return any ? <NoMatch /> : <NoEndpoints />
}

function NoEndpoints(): JSX.Element {
  const { router } = useApp()
  const file = useFleet((state) => state.about?.configFile ?? 'heartline.yaml')
  return (
    <Middle>
      <Activity className="size-8 text-accent" aria-hidden="true" />
      <h2 className="text-[15px] font-semibold text-text">No endpoints yet</h2>
      <p>Heartline holds the streams that you name, judges them, and recovers by itself.</p>
      <div className="flex flex-wrap justify-center gap-2 py-1">
        <button
          type="button"
          className="btn border-transparent bg-accent font-semibold text-bg hover:bg-accent hover:brightness-110"
          onClick={() => router.go({ screen: 'add' })}
        >
          <Plus className="size-3.5" aria-hidden="true" /> Add an endpoint
        </button>
        <button type="button" className="btn" onClick={() => router.go({ screen: 'import' })}>
          <Upload className="size-3.5" aria-hidden="true" /> Import
        </button>
        <WatchDemo />
      </div>
      <p className="text-xs">
        What you add is kept in <code className="font-mono break-all text-text">{file}</code>. An edit of that
        file shows here as soon as it is saved.
      </p>
    </Middle>
  )
}

/** The demo's streams are marked as such, and go with one click. */
function WatchDemo(): JSX.Element {
  const app = useApp()
  const starting = useFleet((state) => state.settings?.demo === 'starting')
  return (
    <button
      type="button"
      className="btn"
      aria-disabled={starting}
      onClick={() => !starting && void startDemo(app)}
    >
      <FlaskConical className="size-3.5" aria-hidden="true" />
      {starting ? 'Starting the demo streams…' : 'Watch the demo streams'}
    </button>
  )
}

function NoMatch(): JSX.Element {
  const store = useFleetStore()
  return (
    <Middle>
      <p>No endpoint matches the filters and the search.</p>
      <button type="button" className="btn" onClick={store.clear}>
        Show all
      </button>
    </Middle>
  )
}
