import { GitMerge, Info, KeyRound, TriangleAlert } from 'lucide-react'
import type { JSX, ReactNode } from 'react'
import type { FieldPath } from '../../shared/editing.ts'
import { pathKey, samePath, shown } from './fields.ts'
import type { Clash } from './merge.ts'
import { useClash, useEditing, useProblem, useWarning } from './use-draft.ts'

interface FrameProps {
  readonly path: FieldPath
  readonly label: string
  readonly help: string
  /** Stands at the right of the label. */
  readonly beside?: ReactNode
  readonly wide?: boolean
  readonly children: (control: Control) => ReactNode
}

/** What a control needs to be named and described. */
export interface Control {
  readonly id: string
  readonly 'aria-describedby': string
  readonly 'aria-invalid': boolean
}

/** Label, control and what is to be said about it: help, what is wrong, what the file says meanwhile. */
export function FieldFrame({ path, label, help, beside, wide = false, children }: FrameProps): JSX.Element {
  const { remark } = useEditing()
  const problem = useProblem(path)
  const warning = useWarning(path)
  const clash = useClash(path)
  const id = fieldId(path)
  const found = remark !== null && samePath(remark.path, path) ? remark.text : null
  return (
    <div className={`min-w-0 ${wide ? 'col-span-full' : ''}`}>
      <div className="mb-1 flex h-4.5 items-center gap-2">
        <label htmlFor={id} className="min-w-0 flex-1 truncate font-medium">
          {label}
        </label>
        {beside}
      </div>
      {children({
        id,
        'aria-describedby': `${id}-help ${id}-more`,
        'aria-invalid': problem !== null || clash !== null,
      })}
      <p id={`${id}-help`} className="mt-1 text-xs text-faint">
        {help}
      </p>
      <div id={`${id}-more`}>
        {problem !== null && <Problem>{problem}</Problem>}
        {warning !== null && <Warning>{warning}</Warning>}
        {found !== null && (
          <p className="mt-1 flex gap-1.5 text-xs break-words text-late">
            <Info className="mt-px size-3.5 flex-none" aria-hidden="true" />
            <span className="min-w-0">Last test: {found}</span>
          </p>
        )}
        {clash !== null && <ClashChoice label={label} clash={clash} />}
      </div>
    </div>
  )
}

export const fieldId = (path: FieldPath): string => `field-${pathKey(path)}`

/** Where the keyboard goes on when the button that was pressed is gone. */
export function focusField(path: FieldPath): void {
  document.getElementById(fieldId(path))?.focus()
}

export function Problem({ children }: { readonly children: ReactNode }): JSX.Element {
  return (
    <p className="mt-1 flex gap-1.5 text-xs break-words text-failed">
      <TriangleAlert className="mt-px size-3.5 flex-none" aria-hidden="true" />
      <span className="min-w-0">{children}</span>
    </p>
  )
}

/** Can be saved; the endpoint fails until it is mended. */
export function Warning({ children }: { readonly children: ReactNode }): JSX.Element {
  return (
    <p className="mt-1 flex gap-1.5 text-xs break-words text-late">
      <KeyRound className="mt-px size-3.5 flex-none" aria-hidden="true" />
      <span className="min-w-0">{children} It can be saved as it is.</span>
    </p>
  )
}

/** The file says something else by now: nobody but the person can know which is right. */
export function ClashChoice({
  label,
  clash,
}: {
  readonly label: string
  readonly clash: Clash
}): JSX.Element {
  const { draft } = useEditing()
  return (
    <div className="mt-1 rounded-md border border-late px-2 py-1.5 text-xs">
      <p className="flex gap-1.5 break-words text-late">
        <GitMerge className="mt-px size-3.5 flex-none" aria-hidden="true" />
        <span className="min-w-0">In the file it is now: {shown(clash.theirs)}</span>
      </p>
      <div className="mt-1.5 flex gap-1.5">
        <button
          type="button"
          className="btn btn-sm"
          aria-label={`${label}: keep mine`}
          onClick={() => {
            draft.keepMine(clash.path)
            focusField(clash.path)
          }}
        >
          Keep mine
        </button>
        <button
          type="button"
          className="btn btn-sm"
          aria-label={`${label}: take the file’s`}
          onClick={() => {
            draft.takeTheirs(clash.path)
            focusField(clash.path)
          }}
        >
          Take the file’s
        </button>
      </div>
    </div>
  )
}
