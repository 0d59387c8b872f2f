import { type JSX, useEffect, useState } from 'react'
import type { CallError } from '../../shared/contract.ts'
import type { FormView } from '../../shared/editing.ts'
import { useApp } from '../use-app.ts'
import { Editor } from './Editor.tsx'

/** The form of an endpoint, or of one to come. */
export function EditorScreen({ id }: { readonly id: string | null }): JSX.Element {
  const { call, router } = useApp()
  const [form, setForm] = useState<FormView | null>(null)
  const [error, setError] = useState<CallError | null>(null)
  const [round, setRound] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another round asks again
  useEffect(() => {
    let here = true
    setError(null)
    void call('config.form', { id }).then((result) => {
      if (!here) return
      if (result.ok) setForm(result.value)
      else setError(result.error)
    })
    return () => {
      here = false
    }
  }, [call, id, round])

  if (form !== null) return <Editor first={form} />
  return (
    <main className="m-auto flex max-w-xl flex-col items-center gap-3 px-6 py-10 text-center text-muted">
      {error === null ? (
        <>
          <h1 className="text-[15px] font-semibold text-text">
            {id === null ? 'Add an endpoint' : 'Edit an endpoint'}
          </h1>
          <p>Reading the file…</p>
        </>
      ) : (
        <>
          <h1 className="text-[15px] font-semibold text-text">The form cannot be shown</h1>
          <p role="alert" className="break-words">
            {error.message} {error.hint}
          </p>
          <div className="flex gap-2">
            <button type="button" className="btn" onClick={() => setRound(round + 1)}>
              Try again
            </button>
            <button type="button" className="btn" onClick={() => router.back()}>
              Back
            </button>
          </div>
        </>
      )}
    </main>
  )
}
