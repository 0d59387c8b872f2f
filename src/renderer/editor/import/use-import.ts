import { useEffect, useRef, useState } from 'react'
import type { CommandInput } from '../../../shared/contract.ts'
import type { ImportPreview } from '../../../shared/editing.ts'
import { longestImport } from '../../../shared/limits.ts'
import type { SecretsView } from '../../../shared/screens.ts'
import { useApp } from '../../use-app.ts'
import { offerUndo } from '../actions.ts'
import { doubleIds, type Entry, entriesOf, placed, rejudged, renamed, secretsOf } from './entries.ts'

/** Long enough for a line to be finished. */
const restsMs = 300

export interface Import {
  readonly text: string
  readonly reading: boolean
  readonly preview: ImportPreview | null
  readonly entries: readonly Entry[]
  readonly store: SecretsView | null
  readonly trouble: string | null
  readonly busy: boolean
  write(text: string): void
  choose(keys: ReadonlySet<number>, chosen: boolean): void
  rename(key: number, which: 'id' | 'name', text: string): void
  /** Resolves to whether all that was chosen is in the file. */
  save(): Promise<boolean>
}

type Fields = CommandInput<'config.import'>['endpoints'][number]

/** A text that becomes endpoints: read while it is typed, mended in place, saved all at once. */
export function useImport(): Import {
  const { call, toasts } = useApp()
  const [text, setText] = useState('')
  const [reading, setReading] = useState(false)
  const [preview, setPreview] = useState<ImportPreview | null>(null)
  const [entries, setEntries] = useState<readonly Entry[]>([])
  const [store, setStore] = useState<SecretsView | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const checks = useRef(new Map<number, ReturnType<typeof setTimeout>>())

  useEffect(() => {
    setTrouble(null)
    for (const timer of checks.current.values()) clearTimeout(timer)
    if (text.trim() === '' || text.length > longestImport) {
      setReading(false)
      setPreview(null)
      setEntries([])
      if (text.length > longestImport) setTrouble('This text is longer than 4 MB: import it in parts.')
      return
    }
    let here = true
    setReading(true)
    const timer = setTimeout(() => {
      void call('config.preview', { text }).then((result) => {
        if (!here) return
        setReading(false)
        if (!result.ok) {
          setTrouble(`${result.error.message} ${result.error.hint}`)
          return
        }
        setPreview(result.value)
        setEntries(entriesOf(result.value))
      })
    }, restsMs)
    return () => {
      here = false
      clearTimeout(timer)
    }
  }, [call, text])

  useEffect(() => {
    const { current } = checks
    // Where this fails, `storeSecrets` asks again and says so.
    void call('secrets.list', {}).then((result) => {
      if (result.ok) setStore(result.value)
    })
    return () => {
      for (const timer of current.values()) clearTimeout(timer)
    }
  }, [call])

  const change = (key: number, next: (entry: Entry) => Entry) =>
    setEntries((list) => list.map((entry) => (entry.key === key ? next(entry) : entry)))

  const rename = (key: number, which: 'id' | 'name', typed: string) => {
    const entry = entries.find((known) => known.key === key)
    if (entry === undefined) return
    const next = renamed(entry, which, typed)
    change(key, () => next)
    clearTimeout(checks.current.get(key))
    const timer = setTimeout(() => {
      void call('config.check', { id: null, fields: next.fields as Fields, keep: [] }).then((result) => {
        if (!result.ok) return setTrouble(`${result.error.message} ${result.error.hint}`)
        // Typed on meanwhile: the next check answers for it.
        change(key, (now) => (now.fields === next.fields ? rejudged(now, result.value) : now))
      })
    }, restsMs)
    checks.current.set(key, timer)
  }

  async function storeSecrets(): Promise<boolean> {
    const found = secretsOf(entries)
    if (found.length === 0 || store?.writable === false) return true
    if (store === null) {
      const listed = await call('secrets.list', {})
      if (listed.ok) setStore(listed.value)
      setTrouble(
        listed.ok
          ? 'Secrets were found in the text: see above what becomes of them, then import once more.'
          : `What becomes of the secrets in the text is not known, so nothing was imported. ${listed.error.message} ${listed.error.hint}`,
      )
      return false
    }
    for (const { name, value } of found) {
      const result = await call('secrets.set', { name, value })
      if (!result.ok) {
        setTrouble(
          `The secret ${name} could not be stored, so nothing was imported. ${result.error.message} ${result.error.hint}`,
        )
        return false
      }
      setStore(result.value)
    }
    return true
  }

  async function save(): Promise<boolean> {
    const chosen = entries.filter((entry) => entry.chosen)
    if (busy || chosen.length === 0) return false
    const double = doubleIds(entries)
    if (double.size > 0) {
      setTrouble(`Two of the chosen endpoints have the id ${[...double][0]}: change one of them.`)
      return false
    }
    setBusy(true)
    setTrouble(null)
    const done = (await storeSecrets()) && (await put(chosen))
    setBusy(false)
    return done
  }

  async function put(chosen: readonly Entry[]): Promise<boolean> {
    const result = await call('config.import', { endpoints: chosen.map(({ fields }) => fields as Fields) })
    if (!result.ok) {
      setTrouble(`${result.error.message} ${result.error.hint}`)
      return false
    }
    if (!result.value.saved) {
      setEntries(placed(entries, result.value.problems))
      setTrouble('Nothing was imported: mend what is said below, or leave those endpoints out.')
      return false
    }
    const count = result.value.ids.length
    offerUndo(
      { call, toasts },
      count === 1 ? '1 endpoint imported.' : `${count} endpoints imported.`,
      result.value.undo,
    )
    return true
  }

  return {
    text,
    reading,
    preview,
    entries,
    store,
    trouble,
    busy,
    write: setText,
    choose: (keys, chosen) =>
      setEntries((list) => list.map((entry) => (keys.has(entry.key) ? { ...entry, chosen } : entry))),
    rename,
    save,
  }
}
