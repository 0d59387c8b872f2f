import { TriangleAlert } from 'lucide-react'
import { type JSX, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useStore } from 'zustand'
import type { FormView } from '../../shared/editing.ts'
import { focusContent } from '../shell/arrival.ts'
import { useKeys } from '../shell/keys.ts'
import { AskDialog } from '../ui/AskDialog.tsx'
import { useApp } from '../use-app.ts'
import { removeEndpoints } from './actions.ts'
import { createDraft, type Draft, isBlocking, isDirty, problemsOf } from './draft.ts'
import { EditorBar } from './EditorBar.tsx'
import { fieldId } from './FieldFrame.tsx'
import { Form } from './Form.tsx'
import { leaves, pathKey, shown, startsWith } from './fields.ts'
import { knownPaths, sectionOf } from './form-spec.ts'
import { ProbePanel } from './ProbePanel.tsx'
import { useCheck } from './use-check.ts'
import { EditingProvider, useDraft } from './use-draft.ts'
import { useGuard } from './use-guard.ts'
import { remarkOf, useProbe } from './use-probe.ts'
import { useSave } from './use-save.ts'

/** The form with its live check, saving, and what may stand in the way of leaving. */
export function Editor({ first }: { readonly first: FormView }): JSX.Element {
  const { call, router, toasts } = useApp()
  const [draft] = useState(() => createDraft(first))
  const hasProxy = useStore(draft, ({ fields, form }) =>
    Boolean(fields.proxy === undefined ? form.defaults.proxy : fields.proxy),
  )
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const form = useRef<HTMLDivElement>(null)
  const probe = useProbe(draft)
  const unchecked = useCheck(draft)
  const guard = useGuard(() => isDirty(draft.getState()))
  const saving = useSave(draft, () => {
    flushSync(() => setOpen(new Set([...open, ...troubled(draft)])))
    const field = firstWrong(form.current)
    if (field === null) form.current?.scrollIntoView({ block: 'start' })
    else field.focus()
  })

  const leaveTo = (opens: boolean, id: string | null) => {
    if (id === null) return
    guard.release()
    if (opens) router.go({ screen: 'endpoint', id })
    else router.back()
  }
  const save = async (opens: boolean) => leaveTo(opens, await saving.save())
  const remove = async () => {
    const { id, fields } = draft.getState().form
    if (id === null) return
    if (!(await removeEndpoints({ call, toasts }, [{ id, name: String(fields.name ?? id) }]))) return
    guard.release()
    router.go({ screen: 'fleet' })
  }
  useEffect(() => {
    // The heading that had the focus went with the sentence that stood here while the file was read.
    if (document.activeElement !== document.body) return
    if (first.id === null) document.getElementById(fieldId(['url']))?.focus()
    else focusContent(document.getElementById('editor'))
  }, [first.id])
  useKeys({
    'Mod+s': () => void save(false),
    'Mod+enter': () => void save(true),
    Escape: router.back,
  })
  return (
    <EditingProvider value={{ draft, remark: remarkOf(probe.view, hasProxy) }}>
      <EditorBar saving={saving} save={save} cancel={router.back} />
      <main className="min-h-0 flex-1 overflow-y-auto px-5 pb-8">
        <div className="mx-auto grid max-w-340 items-start gap-3 min-[1000px]:grid-cols-[minmax(0,1fr)_minmax(20rem,26rem)]">
          <div ref={form} className="flex min-w-0 flex-col gap-3">
            <Troubles saving={saving.trouble} unchecked={unchecked} />
            <Form
              open={open}
              toggle={(section) =>
                setOpen(
                  open.has(section)
                    ? new Set([...open].filter((id) => id !== section))
                    : new Set([...open, section]),
                )
              }
            />
            <Unknown />
            {first.id !== null && (
              <div className="flex items-center gap-3 px-1 pt-1">
                <button type="button" className="btn text-failed" onClick={() => void remove()}>
                  Remove this endpoint
                </button>
                <span className="text-xs text-faint">It leaves the file at once; it can be taken back.</span>
              </div>
            )}
          </div>
          <div className="min-w-0 min-[1000px]:sticky min-[1000px]:top-0">
            <ProbePanel probe={probe} />
          </div>
        </div>
      </main>
      {guard.wanted !== null && (
        <AskDialog
          title="Leave without saving?"
          yes="Leave, and lose it"
          no="Stay"
          onYes={guard.leave}
          onNo={guard.stay}
        >
          What you changed here is not in the file yet.
        </AskDialog>
      )}
      {saving.isGone && (
        <AskDialog
          title="This endpoint is gone from the file"
          yes="Save as a new endpoint"
          no="Not now"
          onYes={() => void saving.saveAsNew().then((id) => leaveTo(false, id))}
          onNo={saving.forget}
        >
          Somebody removed it while the form was open. What you typed is still here. Values that were hidden
          went with it.
        </AskDialog>
      )}
    </EditingProvider>
  )
}

/** Sections in which something has to be mended or decided. */
function troubled(draft: Draft): readonly string[] {
  const state = draft.getState()
  return [...problemsOf(state).filter(isBlocking), ...state.clashes].flatMap(
    ({ path }) => sectionOf(path) ?? [],
  )
}

function firstWrong(form: HTMLElement | null): HTMLElement | null {
  return form?.querySelector<HTMLElement>('[aria-invalid="true"]') ?? null
}

/** What keeps the form from being saved and belongs to no field of it. */
function Troubles({
  saving,
  unchecked,
}: {
  readonly saving: string | null
  readonly unchecked: string | null
}): JSX.Element {
  const tellsAll = useDraft((state) => state.tellsAll)
  const judged = useDraft((state) => state.judged)
  const placeless = tellsAll ? judged.filter(({ path }) => path.length === 0 || sectionOf(path) === null) : []
  const any = saving !== null || unchecked !== null || placeless.length > 0
  return (
    <div role="alert" className={any ? 'rounded-xl border border-late bg-panel px-4 py-3' : 'hidden'}>
      {any && (
        <div className="flex gap-2.5">
          <TriangleAlert className="mt-px size-4 flex-none text-late" aria-hidden="true" />
          <div className="min-w-0 break-words">
            {saving !== null && <p className="font-medium">{saving}</p>}
            {placeless.map(({ path, message, hint }) => (
              <p key={pathKey(path) + message}>
                {path.length > 0 && <span className="font-mono">{path.join('.')}: </span>}
                {message} <span className="text-muted">{hint}</span>
              </p>
            ))}
            {unchecked !== null && <p>The form could not be checked. {unchecked}</p>}
          </div>
        </div>
      )}
    </div>
  )
}

/** Keys of the file that the form has no field for. */
function Unknown(): JSX.Element | null {
  const fields = useDraft((state) => state.fields)
  const others = leaves(fields).filter(
    ({ path }) => !knownPaths.some((known) => startsWith(path, known) || startsWith(known, path)),
  )
  if (others.length === 0) return null
  return (
    <p className="px-1 text-xs break-words text-faint">
      Also in the file, and kept as it is:{' '}
      {others.map(({ path, value }) => `${path.join('.')} (${shown(value)})`).join(', ')}
    </p>
  )
}
