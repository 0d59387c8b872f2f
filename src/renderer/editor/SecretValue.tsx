import { type JSX, useEffect, useRef, useState } from 'react'
import type { SecretsView } from '../../shared/screens.ts'
import { inputClass, primaryClass } from '../ui/style.ts'
import { useApp } from '../use-app.ts'
import { Problem } from './FieldFrame.tsx'
import { isSecretName } from './secret-names.ts'

/** A value on its way to the store; what was typed stays where the store refuses. */
export function SecretValue({
  name,
  below = false,
  done,
}: {
  readonly name: string
  /** A field for the name stands above. */
  readonly below?: boolean
  readonly done: (view: SecretsView | null) => void
}): JSX.Element {
  const { call } = useApp()
  const [value, setValue] = useState('')
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const id = `secret-value-${name}`
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    // Opened by a press beside it, or below a name that comes first.
    if (!below) field.current?.focus()
  }, [below])
  const store = async () => {
    if (busy) return
    if (name !== '' && !isSecretName(name)) {
      setTrouble(
        'A name has letters, digits, dashes and underscores, and begins and ends with a letter or digit.',
      )
      return
    }
    if (name === '' || value === '') {
      setTrouble(name === '' ? 'The secret needs a name.' : 'The value is empty.')
      return
    }
    setBusy(true)
    const result = await call('secrets.set', { name, value })
    setBusy(false)
    if (result.ok) done(result.value)
    else setTrouble(`${result.error.message} ${result.error.hint}`)
  }
  return (
    <form
      className="mt-2"
      onSubmit={(event) => {
        event.preventDefault()
        void store()
      }}
    >
      <div className="flex gap-1.5">
        <input
          ref={field}
          id={id}
          type="password"
          autoComplete="new-password"
          aria-label={name === '' ? 'Value of the secret' : `Value of ${name}`}
          placeholder="Value"
          value={value}
          aria-invalid={trouble !== null}
          aria-describedby={`${id}-more`}
          className={`${inputClass} font-mono text-xs`}
          onChange={(event) => {
            setValue(event.target.value)
            setTrouble(null)
          }}
        />
        <button type="submit" className={`${primaryClass} flex-none`} aria-disabled={busy}>
          Store
        </button>
        <button type="button" className="btn flex-none" onClick={() => done(null)}>
          Cancel
        </button>
      </div>
      <div id={`${id}-more`}>{trouble !== null && <Problem>{trouble}</Problem>}</div>
    </form>
  )
}
