import { KeyRound } from 'lucide-react'
import type { JSX } from 'react'
import { copyText } from '../../ui/clipboard.ts'
import { useApp } from '../../use-app.ts'
import { environmentName } from '../secret-names.ts'
import { secretsOf } from './entries.ts'
import type { Import } from './use-import.ts'

/** What becomes of the secrets that stood in the text: said before anything is done with them. */
export function FoundSecrets({ work }: { readonly work: Import }): JSX.Element | null {
  const { toasts } = useApp()
  const { store } = work
  const found = secretsOf(work.entries)
  if (found.length === 0 || store === null) return null
  const replaced = found.filter(({ name }) =>
    store.secrets.some((known) => known.name === name && known.isSet),
  )
  const copy = async () => {
    const lines = found.map(({ name, value }) => `export ${environmentName(name)}=${quoted(value)}`)
    if (await copyText(lines.join('\n'))) toasts.say('Copied. Paste it where Heartline is started.')
    else
      toasts.complain({
        message: 'The lines were not copied: this page may not use the clipboard.',
        hint: 'Set the variables by hand.',
      })
  }
  return (
    <div className="rounded-xl border border-line bg-panel px-4 py-3">
      <p className="flex gap-2 font-medium">
        <KeyRound className="mt-px size-4 flex-none text-muted" aria-hidden="true" />
        {found.length === 1 ? 'A secret was found' : `${found.length} secrets were found`} in the text. The
        file gets references to {found.length === 1 ? 'it' : 'them'}, never the{' '}
        {found.length === 1 ? 'value' : 'values'}.
      </p>
      <p className="mt-1 text-xs text-muted">{store.sentence}</p>
      {store.writable ? (
        <p className="mt-1 text-xs text-muted">
          Importing stores:{' '}
          <span className="font-mono break-words">{found.map(({ name }) => name).join(', ')}</span>.
          {replaced.length > 0 && (
            <span className="text-late">
              {' '}
              Stored already, and replaced by it: {replaced.map(({ name }) => name).join(', ')}.
            </span>
          )}
        </p>
      ) : (
        <>
          <p className="mt-1 text-xs text-muted">
            The endpoints that need them fail until these are set in the environment that Heartline starts in:
          </p>
          <ul className="mt-1 max-h-24 overflow-y-auto font-mono text-xs">
            {found.map(({ name }) => (
              <li key={name} className="break-all">
                {environmentName(name)}
              </li>
            ))}
          </ul>
          <button type="button" className="btn btn-sm mt-2 px-2" onClick={() => void copy()}>
            Copy as lines for a shell, with the values
          </button>
        </>
      )}
    </div>
  )
}

/** Quoted for sh: nothing in single quotes has a meaning but the quote itself. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`
}
