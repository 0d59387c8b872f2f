import { type JSX, useEffect, useState } from 'react'
import type { SecretsView } from '../../shared/screens.ts'
import { inputClass, primaryClass } from '../ui/style.ts'
import { useApp } from '../use-app.ts'
import { Problem } from './FieldFrame.tsx'
import type { HeaderRow } from './headers.ts'
import { environmentName, isSecretName, secretNameFor, splitScheme } from './secret-names.ts'
import { useDraft, useEditing } from './use-draft.ts'

/** Moves a header's value into the secret store, and leaves a reference in its place. */
export function StoreSecret({
  row,
  close,
}: {
  readonly row: HeaderRow
  readonly close: () => void
}): JSX.Element {
  const { call } = useApp()
  const { draft } = useEditing()
  const owner = useDraft(({ fields }) => String(fields.id ?? fields.name ?? ''))
  const [name, setName] = useState(() => secretNameFor(owner, row.name))
  const [store, setStore] = useState<SecretsView | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const { scheme, secret } = splitScheme(row.value ?? '')
  const taken = store?.secrets.some((known) => known.name === name && known.isSet) === true

  useEffect(() => {
    void call('secrets.list', {}).then((result) => {
      if (result.ok) setStore(result.value)
      else setTrouble(`${result.error.message} ${result.error.hint}`)
    })
  }, [call])

  const move = async () => {
    if (!isSecretName(name)) {
      setTrouble(
        'A name has letters, digits, dashes and underscores, and begins and ends with a letter or digit.',
      )
      return
    }
    if (store?.writable === true) {
      setBusy(true)
      const result = await call('secrets.set', { name, value: secret })
      setBusy(false)
      if (!result.ok) {
        setTrouble(`${result.error.message} ${result.error.hint}`)
        return
      }
    }
    draft.setHeader(row.key, { value: `${scheme}\${secret:${name}}` })
    close()
  }

  const id = `secret-${row.key}`
  return (
    <div className="mt-1.5 rounded-md border border-line bg-panel2 p-2.5">
      <label htmlFor={id} className="text-xs font-medium">
        Name of the secret
      </label>
      <div className="mt-1 flex gap-1.5">
        <input
          id={id}
          value={name}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={trouble !== null}
          aria-describedby={`${id}-more`}
          className={`${inputClass} font-mono text-xs`}
          onChange={(event) => {
            setName(event.target.value)
            setTrouble(null)
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            event.stopPropagation()
            void move()
          }}
        />
        <button
          type="button"
          className={`${primaryClass} flex-none`}
          aria-disabled={busy || store === null}
          onClick={() => !busy && store !== null && void move()}
        >
          {store?.writable === false ? 'Refer to it' : 'Store it'}
        </button>
        <button type="button" className="btn flex-none" onClick={close}>
          Cancel
        </button>
      </div>
      <div id={`${id}-more`} className="mt-1.5 text-xs text-muted">
        {trouble !== null && <Problem>{trouble}</Problem>}
        {taken && (
          <p className="text-late">A secret of this name is stored already: its value would be replaced.</p>
        )}
        <p>{store?.sentence}</p>
        {store?.writable === false && (
          <p className="mt-1">
            Keep the value somewhere first, then start Heartline with{' '}
            <code className="font-mono break-all text-text">{environmentName(name)}</code> set to it.
          </p>
        )}
      </div>
    </div>
  )
}
