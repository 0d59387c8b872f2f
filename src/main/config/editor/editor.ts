import { createHmac } from 'node:crypto'
import type { EndpointFields, FieldProblem, FormView, Saved } from '../../../shared/editing.ts'
import { presetNames } from '../../../shared/settings.ts'
import { editConfig } from '../edit/edit.ts'
import { type ConfigError, configError } from '../errors.ts'
import { surroundingsOf } from '../load.ts'
import { isBlocking } from '../problems.ts'
import type { ConfigReferences } from '../references.ts'
import type { ConfigStore, Rewritten } from '../store.ts'
import { difference } from './difference.ts'
import { completeDraft, type Draft, inReadingOrder } from './draft.ts'
import { fileView } from './form.ts'
import { concealed } from './hidden.ts'
import { createIds } from './ids.ts'
import { judgeFields } from './judge.ts'
import { cannot } from './put-back.ts'
import { itemOf, readSource, type Source } from './source.ts'
import { undone } from './undo.ts'
import { createUndos } from './undos.ts'

export interface EditorOptions {
  readonly store: ConfigStore
  readonly references: ConfigReferences
  readonly titleOf: (preset: (typeof presetNames)[number]) => string
  /** A text that cannot be guessed, another one at each call. */
  readonly newName: () => string
}

/**
 * Forms, imports and removals on the configuration file. Everything is read from the file as it is at that moment, so
 * that a change by hand is seen; whatever is refused rejects with a `ConfigError`, the file untouched.
 */
export interface Editor {
  form(id: string | null): Promise<FormView>
  check(draft: Draft): Promise<readonly FieldProblem[]>
  save(draft: Draft, revision: string | null): Promise<Saved>
  remove(ids: readonly string[]): Promise<Saved>
  /** All or none; a problem's path begins with the index of its endpoint. */
  add(endpoints: readonly EndpointFields[]): Promise<Saved>
  undo(name: string): Promise<void>
}

export function createEditor({ store, references, titleOf, newName }: EditorOptions): Editor {
  const undos = createUndos(newName)
  let last: { readonly text: string | null; readonly source: Source } | null = null
  // Keyed, so that nobody who reads a revision can try secrets against it.
  const revisionKey = newName()
  const revisionOf = (item: EndpointFields) =>
    createHmac('sha256', revisionKey).update(JSON.stringify(item)).digest('hex')
  const presets = presetNames.map((name) => ({ name, title: titleOf(name) }))

  /** A form that is typed into asks again and again: the same text is read once. */
  function sourceOf(text: string | null): Source {
    if (last === null || last.text !== text) last = { text, source: readSource(text, store.file) }
    return last.source
  }

  async function form(id: string | null): Promise<FormView> {
    const source = sourceOf(await store.text())
    const item = id === null ? null : itemOf(source, id)
    if (id !== null && item === null) throw unknown(id)
    const shown = item === null ? { fields: {}, hidden: [] } : concealed(item)
    return { id, revision: item === null ? null : revisionOf(item), ...shown, ...fileView(source), presets }
  }

  async function check(draft: Draft): Promise<readonly FieldProblem[]> {
    return judged(draft, sourceOf(await store.text())).problems
  }

  function judged(draft: Draft, source: Source) {
    const item = draft.id === null ? null : itemOf(source, draft.id)
    if (draft.id !== null && item === null) throw gone(draft.id)
    const others = source.endpoints.filter((other) => other !== item)
    const taken = new Set(others.map(({ id }) => String(id)))
    const { fields, problems } = completeDraft(draft, item, createIds(taken).idFor)
    const around = surroundingsOf(store.file, references)
    const renamed = draft.id !== null && fields.id !== draft.id ? [idStays(draft.id)] : []
    return {
      fields,
      item,
      id: String(fields.id),
      problems: [...problems, ...renamed, ...judgeFields(fields, source.defaults, taken, around).problems],
    }
  }

  async function save(draft: Draft, revision: string | null): Promise<Saved> {
    let problems: readonly FieldProblem[] = []
    let saved = draft.id ?? ''
    const change = await store.rewrite((text) => {
      const result = judged(draft, sourceOf(text))
      const { fields, item, id } = result
      if (item !== null && revisionOf(item) !== revision) throw changedMeanwhile(id)
      problems = result.problems
      saved = id
      if (problems.some(isBlocking)) return null
      if (item === null)
        return editConfig(text ?? '', { kind: 'add', endpoint: { ...inReadingOrder(fields), id } })
      return editConfig(text ?? '', { kind: 'update', id, keys: difference(item, fields) })
    })
    return change === null ? { saved: false, problems } : done([saved], change)
  }

  async function remove(ids: readonly string[]): Promise<Saved> {
    const wanted = [...new Set(ids)]
    const change = await store.rewrite((text) => {
      const source = sourceOf(text)
      const known = new Set(source.endpoints.map(({ id }) => id))
      const missing = wanted.find((id) => !known.has(id))
      if (missing !== undefined) throw unknown(missing)
      return editConfig(text ?? '', { kind: 'removeAll', ids: wanted })
    })
    return change === null ? { saved: false, problems: [] } : done(wanted, change)
  }

  async function add(endpoints: readonly EndpointFields[]): Promise<Saved> {
    let problems: readonly FieldProblem[] = []
    let added: readonly string[] = []
    const change = await store.rewrite((text) => {
      const source = sourceOf(text)
      const around = surroundingsOf(store.file, references)
      const taken = new Set(source.endpoints.map(({ id }) => String(id)))
      // Ids that are given come first: one that is made must not take the place of a later one.
      const given = endpoints.flatMap(({ id }) => (typeof id === 'string' ? [id] : []))
      const ids = createIds([...taken, ...given])
      const found: FieldProblem[] = []
      const fresh = endpoints.map((fields, index) => {
        const draft = { id: null, fields, keep: [] }
        const completed = completeDraft(draft, null, ids.idFor)
        const all = [
          ...completed.problems,
          ...judgeFields(completed.fields, source.defaults, taken, around).problems,
        ]
        found.push(...all.map((problem) => ({ ...problem, path: [String(index), ...problem.path] })))
        const id = String(completed.fields.id)
        taken.add(id)
        return { ...inReadingOrder(completed.fields), id }
      })
      problems = found
      added = fresh.map(({ id }) => id)
      return found.some(isBlocking) ? null : editConfig(text ?? '', { kind: 'addAll', endpoints: fresh })
    })
    return change === null ? { saved: false, problems } : done(added, change)
  }

  function done(ids: readonly string[], change: Rewritten): Saved {
    return { saved: true, ids, undo: undos.keep(change) }
  }

  async function undo(name: string): Promise<void> {
    const change = undos.find(name)
    if (change === null) throw cannot('It was taken back already, or too much was changed since.')
    await store.rewrite((text) => {
      if (text !== null) sourceOf(text)
      return undone(change, text)
    })
    undos.forget(name)
  }

  return { form, check, save, remove, add, undo }
}

function idStays(id: string): FieldProblem {
  const message = 'The id of an endpoint stays: its history and what scripts ask for hang on it.'
  return { path: ['id'], message, hint: `Leave it at ${id}, and change the name; or add a new endpoint.` }
}

function unknown(id: string): ConfigError {
  const message = `No endpoint in the configuration file has the id ${JSON.stringify(id)}. It may have been removed.`
  return configError('unknown-endpoint', message)
}

function gone(id: string): ConfigError {
  const message = `The endpoint ${id} was removed from the configuration file meanwhile. It can be added as a new one.`
  return configError('gone', message)
}

function changedMeanwhile(id: string): ConfigError {
  const message = `The endpoint ${id} was changed in the configuration file meanwhile. Nothing was saved: look at what it says now.`
  return configError('changed-meanwhile', message)
}
