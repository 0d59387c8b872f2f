import { KeyRound, Trash2 } from 'lucide-react'
import { type JSX, useEffect, useState } from 'react'
import type { SecretsView } from '../../shared/screens.ts'
import { AskDialog } from '../ui/AskDialog.tsx'
import { inputClass } from '../ui/style.ts'
import { useApp } from '../use-app.ts'
import { Problem } from './FieldFrame.tsx'
import { SecretValue } from './SecretValue.tsx'
import { environmentName } from './secret-names.ts'

type Secret = SecretsView['secrets'][number]

/** The secrets that the file refers to: which have a value, who uses them, and how to give them one. */
export function Secrets(): JSX.Element {
  const { call } = useApp()
  const [view, setView] = useState<SecretsView | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  useEffect(() => {
    void call('secrets.list', {}).then((result) => {
      if (result.ok) setView(result.value)
      else setTrouble(`${result.error.message} ${result.error.hint}`)
    })
  }, [call])
  if (trouble !== null) return <Problem>{trouble}</Problem>
  if (view === null) return <p className="text-faint">Asking for the secrets…</p>
  return (
    <div className="flex flex-col gap-3">
      <p className="text-muted">{view.sentence}</p>
      {view.secrets.length === 0 ? (
        <p className="text-faint">
          No secrets yet. Refer to one as <code className="font-mono">{`\${secret:NAME}`}</code> in a URL or
          header.
        </p>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line">
          {view.secrets.map((secret) => (
            <Row key={secret.name} secret={secret} view={view} changed={setView} />
          ))}
        </ul>
      )}
      {view.writable && <NewSecret changed={setView} />}
    </div>
  )
}

interface RowProps {
  readonly secret: Secret
  readonly view: SecretsView
  readonly changed: (view: SecretsView) => void
}

function Row({ secret, view, changed }: RowProps): JSX.Element {
  const { call, toasts } = useApp()
  const [setting, setSetting] = useState(false)
  const [asking, setAsking] = useState(false)
  const { name, isSet, usedBy, howToSet } = secret
  const remove = async () => {
    setAsking(false)
    const result = await call('secrets.remove', { name })
    if (result.ok) changed(result.value)
    else toasts.complain(result.error)
  }
  return (
    <li className="px-3 py-2">
      <div className="flex items-center gap-2">
        <KeyRound className={`size-4 flex-none ${isSet ? 'text-live' : 'text-failed'}`} aria-hidden="true" />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-mono text-xs" title={name}>
            {name}
          </span>
          <span className="block truncate text-xs text-faint" title={usedBy.join(', ')}>
            {usedBy.length === 0 ? 'used by no endpoint' : `used by ${usedBy.join(', ')}`}
          </span>
        </span>
        <span className={`w-20 flex-none text-xs ${isSet ? 'text-muted' : 'font-medium text-failed'}`}>
          {isSet ? 'has a value' : 'no value'}
        </span>
        {view.writable && (
          <>
            <button
              type="button"
              className="btn btn-sm w-16"
              aria-expanded={setting}
              aria-label={`${isSet ? 'Replace' : 'Set'} ${name}`}
              onClick={() => setSetting(!setting)}
            >
              {isSet ? 'Replace' : 'Set'}
            </button>
            <button
              type="button"
              className="btn btn-sm"
              aria-label={`Remove ${name}`}
              title="Remove"
              aria-disabled={!isSet}
              onClick={() => isSet && (usedBy.length > 0 ? setAsking(true) : void remove())}
            >
              <Trash2 className="size-3.5" aria-hidden="true" />
            </button>
          </>
        )}
      </div>
      {!isSet && !setting && (
        <p className="mt-1 text-xs break-words text-muted">{howToSet || environmentName(name)}</p>
      )}
      {setting && (
        <SecretValue
          name={name}
          done={(next) => {
            if (next !== null) changed(next)
            setSetting(false)
          }}
        />
      )}
      {asking && (
        <AskDialog
          title={`Remove ${name}?`}
          yes="Remove it"
          no="Keep it"
          onYes={() => void remove()}
          onNo={() => setAsking(false)}
        >
          {usedBy.length === 1 ? 'One endpoint refers' : `${usedBy.length} endpoints refer`} to it and will
          not connect any more: {usedBy.slice(0, 5).join(', ')}
          {usedBy.length > 5 && ' and others'}. The value cannot be brought back.
        </AskDialog>
      )}
    </li>
  )
}

function NewSecret({ changed }: { readonly changed: (view: SecretsView) => void }): JSX.Element {
  const [name, setName] = useState<string | null>(null)
  if (name === null) {
    return (
      <div>
        <button type="button" className="btn btn-sm px-2" onClick={() => setName('')}>
          Add a secret
        </button>
      </div>
    )
  }
  return (
    <div className="rounded-lg border border-line p-3">
      <label className="block text-xs font-medium" htmlFor="new-secret">
        Name
      </label>
      <input
        id="new-secret"
        value={name}
        spellCheck={false}
        autoComplete="off"
        placeholder="orders-token"
        className={`${inputClass} mt-1 font-mono text-xs`}
        onChange={(event) => setName(event.target.value.trim())}
      />
      <SecretValue
        name={name}
        below
        done={(view) => {
          if (view !== null) changed(view)
          setName(null)
        }}
      />
    </div>
  )
}
