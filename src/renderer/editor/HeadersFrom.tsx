import type { JSX } from 'react'
import type { Json } from '../../shared/editing.ts'
import { inputClass } from '../ui/style.ts'
import { Field } from './Field.tsx'
import { FieldFrame } from './FieldFrame.tsx'
import { isBlock, valueAt } from './fields.ts'
import { headersFromFields } from './form-spec.ts'
import { useDraft, useEditing } from './use-draft.ts'

/** A header whose value a file or a command gives at each connect. */
export function HeadersFrom(): JSX.Element {
  const { draft } = useEditing()
  const value = useDraft((state) => valueAt(state.fields, ['headersFrom']))
  const standard = useDraft((state) => valueAt(state.form.defaults, ['headersFrom']))
  const source = sourceOf(value)
  const choose = (next: string) => draft.set(['headersFrom'], begun(next, value))
  return (
    <div className="mt-4 grid grid-cols-2 gap-x-4 gap-y-3.5 border-t border-line pt-3.5">
      <FieldFrame
        path={['headersFrom']}
        label="A header from elsewhere"
        help="For tokens that change: read anew at each connect."
      >
        {(control) => (
          <select
            {...control}
            value={source}
            className={inputClass}
            onChange={(event) => choose(event.target.value)}
            onBlur={() => draft.touch(['headersFrom'])}
          >
            <option value="">{isBlock(standard) ? 'As in the file’s defaults' : 'None'}</option>
            {(isBlock(standard) || source === 'none') && <option value="none">None</option>}
            <option value="file">From a file</option>
            <option value="command">From a command</option>
          </select>
        )}
      </FieldFrame>
      {source === 'file' && <Field spec={headersFromFields.file} />}
      {source === 'command' && <Field spec={headersFromFields.command} />}
      {(source === 'file' || source === 'command') && (
        <>
          <Field spec={headersFromFields.header} />
          <Field spec={headersFromFields.prefix} />
        </>
      )}
    </div>
  )
}

function sourceOf(value: Json | undefined): '' | 'none' | 'file' | 'command' {
  if (value === null) return 'none'
  if (!isBlock(value)) return ''
  return Object.hasOwn(value, 'command') ? 'command' : 'file'
}

/** Another source keeps header and prefix. */
function begun(source: string, value: Json | undefined): Json | undefined {
  if (source === '') return undefined
  if (source === 'none') return null
  const rest = isBlock(value)
    ? Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'file' && key !== 'command'))
    : {}
  return source === 'file' ? { ...rest, file: '' } : { ...rest, command: [] }
}
