import type { JSX, ReactNode } from 'react'
import { useFleet, useFleetStore } from '../use-fleet.ts'

const example = `version: 1
endpoints:
  - id: orders
    url: https://stream.example.com/sse/orders`

/** What stands where rows would: nothing known yet, nothing configured, or nothing that matches. */
export function Empty(): JSX.Element {
  const known = useFleet((state) => state.views !== null)
  const any = useFleet((state) => state.all.length > 0)
  if (!known) return <Middle>Asking the monitor what it watches…</Middle>
  return any ? <NoMatch /> : <NoEndpoints />
}

function NoEndpoints(): JSX.Element {
  const file = useFleet((state) => state.about?.configFile ?? 'heartline.yaml')
  return (
    <Middle>
      <h2 className="text-[15px] font-semibold text-text">No endpoints yet</h2>
      <p>
        Add them to <code className="font-mono break-all text-text">{file}</code>; they show here as soon as
        the file is saved.
      </p>
      <pre className="rounded-lg border border-line bg-panel2 px-4 py-3 text-left font-mono text-xs text-text">
        {example}
      </pre>
      <p>
        To see Heartline at work first, run <code className="font-mono text-text">npm run demo</code>.
      </p>
    </Middle>
  )
}

function NoMatch(): JSX.Element {
  const store = useFleetStore()
  return (
    <Middle>
      <p>No endpoint matches the filter and the search.</p>
      <button type="button" className="btn" onClick={store.clear}>
        Show all
      </button>
    </Middle>
  )
}

function Middle({ children }: { readonly children: ReactNode }): JSX.Element {
  return (
    <div className="m-auto flex max-w-xl flex-col items-center gap-3 px-6 py-10 text-center text-muted">
      {children}
    </div>
  )
}
