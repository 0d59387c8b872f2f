import type { JSX } from 'react'
import type { ProbeView } from '../../shared/probe.ts'
import { intervalText, saidMs } from './durations.ts'
import { focusField } from './FieldFrame.tsx'
import { shown, valueAt } from './fields.ts'
import { useDraft, useEditing } from './use-draft.ts'

/** What the check would set, one press away. */
export function Suggestions({ view }: { readonly view: ProbeView }): JSX.Element | null {
  const { draft } = useEditing()
  const preset = useDraft(({ fields, form }) => fields.preset ?? form.defaults.preset ?? 'standard')
  const interval = useDraft(({ fields }) => valueAt(fields, ['heartbeat', 'interval']))
  const { suggestion, interval: measured } = view
  const suggests = suggestion !== null && suggestion.preset !== preset
  const measures = measured !== null && measured.from === 'measured' && measured.beats >= 2
  const text = measured === null ? '' : intervalText(measured.ms)
  if (!suggests && !measures) return null
  return (
    <div className="mt-3 flex flex-col gap-2 rounded-md border border-accent px-2.5 py-2">
      {suggests && (
        <div className="flex items-center gap-2">
          <p className="min-w-0 flex-1 break-words">
            This looks like <strong className="font-semibold">{suggestion.title}</strong>:{' '}
            <span className="text-muted">{suggestion.because}.</span>
          </p>
          <button
            type="button"
            className="btn btn-sm flex-none"
            aria-label={`Use it: ${suggestion.title}`}
            onClick={() => {
              draft.set(['preset'], suggestion.preset)
              // The button goes; what it set is where the keyboard goes on.
              focusField(['preset'])
            }}
          >
            Use it
          </button>
        </div>
      )}
      {measures && (
        <div className="flex items-center gap-2">
          <p className="min-w-0 flex-1">
            A heartbeat every {saidMs(measured.ms)}
            {interval !== undefined && interval !== text && (
              <span className="text-muted">; the form says {shown(interval)}</span>
            )}
            .
          </p>
          {interval === text ? (
            <span className="text-xs text-faint">in use</span>
          ) : (
            <button
              type="button"
              className="btn btn-sm flex-none"
              onClick={() => {
                draft.set(['heartbeat', 'interval'], text)
                focusField(['heartbeat', 'interval'])
              }}
            >
              Use {text}
            </button>
          )}
        </div>
      )}
    </div>
  )
}
