import { KeyRound, Plus, RotateCcw, Trash2 } from 'lucide-react'
import { type JSX, useState } from 'react'
import { looksSecret } from '../../shared/redact.ts'
import { inputClass } from '../ui/style.ts'
import { ClashChoice, fieldId, Problem, Warning } from './FieldFrame.tsx'
import { isBlock, samePath, valueAt } from './fields.ts'
import { type HeaderRow, rowPath } from './headers.ts'
import { StoreSecret } from './StoreSecret.tsx'
import { useClash, useDraft, useEditing, useProblem, useWarning } from './use-draft.ts'

const addId = 'add-header'

/** The request headers: secrets as references, hidden values kept until they are replaced. */
export function Headers(): JSX.Element {
  const { draft, remark } = useEditing()
  const rows = useDraft((state) => state.headers)
  const inherited = useDraft((state) => valueAt(state.form.defaults, ['headers']))
  const own = new Set(rows.map(({ name }) => name.trim().toLowerCase()))
  const others = isBlock(inherited)
    ? Object.keys(inherited).filter((name) => !own.has(name.toLowerCase()))
    : []
  return (
    <div className="flex flex-col gap-2">
      {rows.length === 0 && others.length === 0 && <p className="text-faint">No headers of its own.</p>}
      {rows.length > 0 && (
        <ul className="flex flex-col gap-2.5">
          {rows.map((row, at) => (
            <Row key={row.key} row={row} ordinal={at + 1} />
          ))}
        </ul>
      )}
      {others.map((name) => (
        <p key={name} className="flex items-center gap-2 text-xs text-faint">
          <span className="min-w-0 flex-1 truncate">
            <span className="font-mono text-muted">{name}</span> comes from the file’s defaults.
          </span>
          <button
            type="button"
            aria-label={`Leave out ${name} here`}
            className="btn btn-sm"
            onClick={() => {
              draft.addHeader({ name, value: null })
              document.getElementById(addId)?.focus()
            }}
          >
            Leave out
          </button>
        </p>
      ))}
      <div>
        <button
          id={addId}
          type="button"
          className="btn btn-sm px-2"
          onClick={() => {
            draft.addHeader()
            const added = draft.getState().headers.at(-1)
            requestAnimationFrame(() =>
              document.getElementById(`${fieldId(rowPath(added?.key ?? 0))}-name`)?.focus(),
            )
          }}
        >
          <Plus className="size-3.5" aria-hidden="true" />
          Add a header
        </button>
      </div>
      {remark !== null && samePath(remark.path, ['headers']) && (
        <p className="text-xs text-late">Last test: {remark.text}</p>
      )}
    </div>
  )
}

function Row({ row, ordinal }: { readonly row: HeaderRow; readonly ordinal: number }): JSX.Element {
  const { draft } = useEditing()
  const [storing, setStoring] = useState(false)
  const id = fieldId(rowPath(row.key))
  const name = row.name.trim() || `header ${ordinal}`
  const rowProblem = useProblem(rowPath(row.key))
  const valueProblem = useProblem(['headers', row.name.trim()])
  const warning = useWarning(['headers', row.name.trim()])
  const clash = useClash(['headers', row.name])
  const problem = rowProblem ?? valueProblem
  const leave = () => {
    draft.touch(rowPath(row.key))
    draft.touch(['headers', row.name.trim()])
  }
  const describe = {
    'aria-invalid': problem !== null || clash !== null,
    'aria-describedby': `${id}-more`,
    spellCheck: false,
    autoComplete: 'off',
    onBlur: leave,
  } as const
  const secret = row.value !== null && row.value !== '' && !row.hidden && !row.value.includes('${')
  return (
    <li>
      <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-center gap-1.5">
        <input
          {...describe}
          id={`${id}-name`}
          aria-label={`Name of header ${ordinal}`}
          placeholder="Name"
          value={row.name}
          readOnly={row.hidden}
          title={row.hidden ? 'Replace the value first: it is not known here.' : undefined}
          className={`${inputClass} font-mono text-xs ${row.hidden ? 'text-muted' : ''}`}
          onChange={(event) => draft.setHeader(row.key, { name: event.target.value })}
        />
        {row.hidden ? (
          <span className="flex min-w-0 items-center gap-2">
            <span className="min-w-0 flex-1 truncate text-xs text-muted">
              Kept as it is in the file, not shown
            </span>
            <button
              type="button"
              className="btn btn-sm"
              aria-label={`Replace the value of ${name}`}
              onClick={() => {
                draft.setHeader(row.key, { hidden: false })
                requestAnimationFrame(() => document.getElementById(`${id}-value`)?.focus())
              }}
            >
              Replace
            </button>
          </span>
        ) : row.value === null ? (
          <span className="text-xs text-muted">Left out here, though the defaults have it</span>
        ) : (
          <input
            {...describe}
            id={`${id}-value`}
            aria-label={`Value of ${name}`}
            placeholder="Value"
            value={row.value}
            className={`${inputClass} font-mono text-xs`}
            onChange={(event) => draft.setHeader(row.key, { value: event.target.value })}
          />
        )}
        <span className="flex w-28 justify-end gap-1">
          {secret && (
            <button
              type="button"
              aria-expanded={storing}
              aria-label={`Store the value of ${name} as a secret`}
              className={`btn btn-sm ${looksSecret(row.name) ? 'border-late' : ''}`}
              onClick={() => setStoring(!storing)}
            >
              <KeyRound className="size-3.5" aria-hidden="true" />
              Secret
            </button>
          )}
          <ResetHidden row={row} name={name} />
          <button
            type="button"
            aria-label={`Remove ${name}`}
            title="Remove"
            className="btn btn-sm"
            onClick={() => {
              draft.dropHeader(row.key)
              document.getElementById(addId)?.focus()
            }}
          >
            <Trash2 className="size-3.5" aria-hidden="true" />
          </button>
        </span>
      </div>
      <div id={`${id}-more`}>
        {problem !== null && <Problem>{problem}</Problem>}
        {warning !== null && <Warning>{warning}</Warning>}
        {problem === null && secret && looksSecret(row.name) && !storing && (
          <p className="mt-1 text-xs text-late">
            This stands in the file as it is, readable to whoever can read the file. “Secret” moves it out.
          </p>
        )}
        {clash !== null && <ClashChoice label={name} clash={clash} />}
      </div>
      {storing && secret && <StoreSecret row={row} close={() => setStoring(false)} />}
    </li>
  )
}

function ResetHidden({ row, name }: { readonly row: HeaderRow; readonly name: string }): JSX.Element | null {
  const { draft } = useEditing()
  const wasHidden = useDraft((state) =>
    state.form.hidden.some((path) => samePath(path, ['headers', row.name])),
  )
  if (row.hidden || !wasHidden) return null
  return (
    <button
      type="button"
      aria-label={`Keep the value of ${name} that is in the file`}
      title="Keep the file’s value after all"
      className="btn btn-sm"
      onClick={() => draft.setHeader(row.key, { hidden: true, value: '' })}
    >
      <RotateCcw className="size-3.5" aria-hidden="true" />
    </button>
  )
}
