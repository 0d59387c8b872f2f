import type { JSX } from 'react'
import type { Json } from '../../shared/editing.ts'
import { Chips } from '../ui/Chips.tsx'
import { inputClass } from '../ui/style.ts'
import { type Control, FieldFrame } from './FieldFrame.tsx'
import { sameValue, shown, valueAt } from './fields.ts'
import type { FieldSpec } from './form-spec.ts'
import { useDraft, useEditing } from './use-draft.ts'

interface FieldProps {
  readonly spec: FieldSpec
  readonly suggestions?: readonly string[]
  /** In place of the default in force. */
  readonly placeholder?: string
}

/** One key of the file. Left empty, the key is left out, and the placeholder says what holds then. */
export function Field({ spec, suggestions = [], placeholder }: FieldProps): JSX.Element {
  const { draft } = useEditing()
  const value = useDraft((state) => valueAt(state.fields, spec.path))
  const standard = useDraft((state) => valueAt(state.form.defaults, spec.path))
  const inFile = useDraft((state) => valueAt(state.form.fileDefaults, spec.path) !== undefined)
  const nothing = spec.kind === 'words' ? [] : null
  const isNone = spec.none === true && (value === null || sameValue(value, nothing))
  const hint = placeholder ?? placeholderOf(spec, standard, inFile)
  const set = (next: Json | undefined) => draft.set(spec.path, next)
  const leave = () => draft.touch(spec.path)

  const control = (attributes: Control): JSX.Element => {
    if (isNone) {
      return (
        <input {...attributes} readOnly value="none" className={`${inputClass} text-muted`} onBlur={leave} />
      )
    }
    switch (spec.kind) {
      case 'words':
        return (
          <Chips
            id={attributes.id}
            label={spec.label}
            values={Array.isArray(value) ? value.map(String) : []}
            change={(words) => set(words.length === 0 ? undefined : words)}
            left={leave}
            placeholder={hint}
            suggestions={suggestions}
            invalid={attributes['aria-invalid']}
            describedBy={attributes['aria-describedby']}
          />
        )
      case 'lines':
        return <Lines control={attributes} value={value} set={set} leave={leave} />
      case 'yes':
      case 'choice':
        return <Choice control={attributes} spec={spec} value={value} hint={hint} set={set} leave={leave} />
      default:
        return (
          <input
            {...attributes}
            value={value === undefined ? '' : shown(value)}
            list={suggestions.length > 0 ? `${attributes.id}-list` : undefined}
            placeholder={hint}
            spellCheck={false}
            autoComplete="off"
            inputMode={spec.kind === 'number' ? 'numeric' : undefined}
            className={`${inputClass} ${spec.mono === true ? 'font-mono text-xs' : ''}`}
            onChange={(event) => set(read(spec, event.target.value))}
            onBlur={(event) => {
              const trimmed = event.target.value.trim()
              if (trimmed !== event.target.value && spec.path.at(-1) !== 'prefix') set(read(spec, trimmed))
              leave()
            }}
          />
        )
    }
  }

  return (
    <FieldFrame
      path={spec.path}
      label={spec.label}
      help={spec.help}
      wide={spec.wide === true}
      beside={
        spec.none === true &&
        (isNone || spec.example !== 'none' || (standard !== undefined && standard !== null)) &&
        spec.path[0] !== 'tags' && (
          <label className="flex items-center gap-1 text-xs text-faint">
            <input
              type="checkbox"
              checked={isNone}
              aria-label={`${spec.label}: none`}
              onChange={(event) => {
                set(event.target.checked ? nothing : undefined)
                leave()
              }}
              className="size-3.5 accent-(--accent)"
            />
            none
          </label>
        )
      }
    >
      {(attributes) => (
        <>
          {control(attributes)}
          {suggestions.length > 0 && spec.kind === 'text' && (
            <datalist id={`${attributes.id}-list`}>
              {suggestions.map((word) => (
                <option key={word} value={word} />
              ))}
            </datalist>
          )}
        </>
      )}
    </FieldFrame>
  )
}

function read(spec: FieldSpec, text: string): Json | undefined {
  // Without its file the block would be gone, and with it the choice that a file gives the value.
  if (text === '') return spec.path.join('.') === 'headersFrom.file' ? '' : undefined
  if (spec.kind === 'number' && /^\d{1,9}$/.test(text)) return Number(text)
  // `recheck: 0` is the number in the file: "0" alone has no unit.
  if (spec.path[0] === 'recheck' && text === '0') return 0
  return text
}

function placeholderOf(spec: FieldSpec, standard: Json | undefined, inFile: boolean): string {
  if (standard !== undefined && standard !== null) {
    return `${shown(standard)} (${inFile ? 'default of the file' : 'default'})`
  }
  return spec.example ?? 'as the preset says'
}

interface PartProps {
  readonly control: Control
  readonly value: Json | undefined
  readonly set: (value: Json | undefined) => void
  readonly leave: () => void
}

/** Arguments of a command, one a line: they may hold spaces and commas. */
function Lines({ control, value, set, leave }: PartProps): JSX.Element {
  const lines = Array.isArray(value) ? value.map(String) : value === undefined ? [] : [shown(value)]
  return (
    <textarea
      {...control}
      rows={Math.min(6, Math.max(2, lines.length))}
      value={lines.join('\n')}
      spellCheck={false}
      className={`${inputClass} h-auto py-1.5 font-mono text-xs`}
      onChange={(event) => set(event.target.value === '' ? [] : event.target.value.split('\n'))}
      onBlur={leave}
    />
  )
}

interface ChoiceProps extends PartProps {
  readonly spec: FieldSpec
  readonly hint: string
}

const yesNo = [
  ['yes', true],
  ['no', false],
] as const

function Choice({ control, spec, value, hint, set, leave }: ChoiceProps): JSX.Element {
  const options: readonly (readonly [string, Json])[] =
    spec.kind === 'yes' ? yesNo : (spec.options ?? []).map((name) => [name, name] as const)
  const known = options.find(([, option]) => sameValue(option, value))
  return (
    <select
      {...control}
      value={known?.[0] ?? (value === undefined ? '' : 'other')}
      className={inputClass}
      onChange={(event) => set(options.find(([name]) => name === event.target.value)?.[1])}
      onBlur={leave}
    >
      <option value="">{hint.charAt(0).toUpperCase() + hint.slice(1)}</option>
      {value !== undefined && known === undefined && <option value="other">{shown(value)}</option>}
      {options.map(([name]) => (
        <option key={name} value={name}>
          {name.charAt(0).toUpperCase() + name.slice(1)}
        </option>
      ))}
    </select>
  )
}
