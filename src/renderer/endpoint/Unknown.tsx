import type { JSX } from 'react'
import { useKeys } from '../shell/keys.ts'
import { useApp } from '../use-app.ts'

/** What stands where an endpoint would: not known yet, or not there at all. */
export function Unknown({ id, asking }: { readonly id: string; readonly asking: boolean }): JSX.Element {
  const { router } = useApp()
  useKeys({ Escape: router.back })
  return (
    <main className="m-auto flex max-w-xl flex-col items-center gap-3 px-6 py-10 text-center text-muted">
      {asking ? (
        <p>Asking the monitor what it watches…</p>
      ) : (
        <>
          <h1 className="text-[15px] font-semibold text-text">No such endpoint</h1>
          <p className="break-words [overflow-wrap:anywhere]">
            Nothing with the id <code className="font-mono text-text">{id.slice(0, 200)}</code> is watched. It
            may have been removed from the configuration.
          </p>
          <button type="button" className="btn" onClick={() => router.go({ screen: 'fleet' })}>
            To the fleet
          </button>
        </>
      )}
    </main>
  )
}
