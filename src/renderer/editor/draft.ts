import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CommandInput } from '../../shared/contract.ts'
import type { EndpointFields, FieldPath, FieldProblem, FormView, Json } from '../../shared/editing.ts'
import { struckOut } from '../../shared/redact.ts'
import { pathKey, samePath, sameValue, startsWith, valueAt, withValue } from './fields.ts'
import { type HeaderRow, headerProblems, headerRows, headersOf } from './headers.ts'
import { type Clash, mergeFields } from './merge.ts'

/** What the form holds beside the file: everything typed, and what is wrong with it. */
export interface DraftState {
  /** The endpoint as the file had it when last asked. */
  readonly form: FormView
  /** All keys but the headers. */
  readonly fields: EndpointFields
  readonly headers: readonly HeaderRow[]
  /** As the configuration judged last. */
  readonly judged: readonly FieldProblem[]
  /** Keys that the file and the person changed to different things. */
  readonly clashes: readonly Clash[]
  /** Fields that were left once, by `pathKey`: only their problems are told while one is still typing. */
  readonly touched: ReadonlySet<string>
  /** After a try to save, every problem is told. */
  readonly tellsAll: boolean
}

export interface Draft extends StoreApi<DraftState> {
  set(path: FieldPath, value: Json | undefined): void
  setHeader(key: number, change: Partial<HeaderRow>): void
  addHeader(row?: Partial<HeaderRow>): void
  dropHeader(key: number): void
  touch(path: FieldPath): void
  judge(problems: readonly FieldProblem[]): void
  tellAll(): void
  /** The file changed meanwhile: what was not typed here follows it. */
  meet(form: FormView): void
  keepMine(path: FieldPath): void
  takeTheirs(path: FieldPath): void
  /** The endpoint is gone from the file: what is typed can be saved as a new one. */
  renew(form: FormView): void
}

export function createDraft(form: FormView): Draft {
  const api = createStore<DraftState>(() => ({
    form,
    fields: withValue(form.fields, ['headers'], undefined),
    headers: headerRows(form),
    judged: [],
    clashes: [],
    touched: new Set(),
    tellsAll: false,
  }))
  const { getState: get, setState: set } = api
  let lastKey = form.hidden.length + Object.keys(form.fields).length + 1000

  const setHeaders = (change: (rows: readonly HeaderRow[]) => readonly HeaderRow[]) =>
    set({ headers: change(get().headers) })
  const settle = (path: FieldPath) =>
    set({ clashes: get().clashes.filter((clash) => !samePath(clash.path, path)) })

  return {
    ...api,
    set: (path, value) => set({ fields: withValue(get().fields, path, value) }),
    setHeader: (key, change) =>
      setHeaders((rows) => rows.map((row) => (row.key === key ? { ...row, ...change } : row))),
    addHeader(row) {
      lastKey += 1
      const key = lastKey
      setHeaders((rows) => [...rows, { name: '', value: '', hidden: false, ...row, key }])
    },
    dropHeader: (key) => setHeaders((rows) => rows.filter((row) => row.key !== key)),
    touch(path) {
      const { touched } = get()
      if (!touched.has(pathKey(path))) set({ touched: new Set([...touched, pathKey(path)]) })
    },
    judge: (judged) => set({ judged }),
    tellAll: () => set({ tellsAll: true }),
    meet(next) {
      const { fields, clashes } = mergeFields(get().form.fields, fieldsOf(get()), next.fields)
      set({ ...split(next, fields), form: next, clashes })
    },
    keepMine: settle,
    takeTheirs(path) {
      const clash = get().clashes.find((known) => samePath(known.path, path))
      if (clash === undefined) return
      set(split(get().form, withValue(fieldsOf(get()), path, clash.theirs)))
      settle(path)
    },
    renew: (next) =>
      set({
        form: next,
        clashes: [],
        // What was hidden went with the file.
        headers: get().headers.map((row) => ({ ...row, hidden: false, lost: row.hidden })),
      }),
  }
}

function split(form: FormView, fields: EndpointFields): Pick<DraftState, 'fields' | 'headers'> {
  return { fields: withValue(fields, ['headers'], undefined), headers: headerRows(form, fields) }
}

/** The endpoint as the form describes it now. */
export function fieldsOf({ fields, headers }: Pick<DraftState, 'fields' | 'headers'>): EndpointFields {
  return withValue(fields, ['headers'], headersOf(headers))
}

/** Values that the file has, that are not shown, and that nobody replaced. */
export function keptOf(state: DraftState): readonly FieldPath[] {
  const { form, fields, headers } = state
  return form.hidden.filter((path) => {
    const [top, name] = path
    if (top === 'headers') return headers.some((row) => row.hidden && row.name === name)
    return sameValue(valueAt(fields, path), valueAt(form.fields, path))
  })
}

/** What the commands take that check, save and try a draft. */
export function draftInput(state: DraftState): CommandInput<'config.check'> {
  return {
    id: state.form.id,
    // The same JSON; the contract's type only lacks the readonly.
    fields: fieldsOf(state) as CommandInput<'config.check'>['fields'],
    keep: keptOf(state).map((path) => [...path]),
  }
}

/** Whether anything would be lost. */
export function isDirty(state: DraftState): boolean {
  const { form, headers } = state
  if (headers.some((row) => isReplaced(row, form))) return true
  return !sameValue(fieldsOf(state), form.fields)
}

const isReplaced = (row: HeaderRow, form: FormView) =>
  !row.hidden && form.hidden.some((path) => samePath(path, ['headers', row.name]))

/** Where an address may hold a secret that is struck out. */
const addresses: readonly FieldPath[] = [['url'], ['snapshotUrl'], ['fallback', 'url'], ['proxy']]

/** Everything that is wrong, each at its field. */
export function problemsOf(state: DraftState): readonly FieldProblem[] {
  const kept = keptOf(state)
  const starred = addresses.filter((path) => {
    const value = valueAt(state.fields, path)
    return (
      typeof value === 'string' && value.includes(struckOut) && !kept.some((known) => samePath(known, path))
    )
  })
  return [
    ...headerProblems(state.headers),
    ...starred.map((path) => ({
      path,
      message: `${struckOut} stands for a secret that is not shown, and this is not the file's address any more.`,
      hint: `Write the secret again, best as \${secret:NAME}.`,
    })),
    ...state.judged,
  ]
}

/** Whether a problem keeps the form from being saved. */
export function isBlocking({ blocking }: FieldProblem): boolean {
  return blocking !== false
}

/** The problem to tell at a field: the field's own, or one of a value within it. */
export function problemAt(state: DraftState, path: FieldPath): FieldProblem | null {
  if (!state.tellsAll && !state.touched.has(pathKey(path))) return null
  return problemsOf(state).find((problem) => isBlocking(problem) && startsWith(problem.path, path)) ?? null
}

/** What can be saved at a field and will not work yet: a secret without a value. */
export function warningAt({ judged }: DraftState, path: FieldPath): FieldProblem | null {
  return judged.find((problem) => !isBlocking(problem) && startsWith(problem.path, path)) ?? null
}
