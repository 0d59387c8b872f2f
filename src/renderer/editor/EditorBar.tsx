import { ChevronRight } from 'lucide-react'
import { Switch } from 'radix-ui'
import type { JSX } from 'react'
import { primaryClass } from '../ui/style.ts'
import { useApp } from '../use-app.ts'
import { useDraft, useEditing } from './use-draft.ts'
import type { Saving } from './use-save.ts'

interface BarProps {
  readonly saving: Saving
  readonly save: (opens: boolean) => Promise<void>
  readonly cancel: () => void
}

/** Where the person is, and what can be done with the whole form. */
export function EditorBar({ saving, save, cancel }: BarProps): JSX.Element {
  const { router } = useApp()
  const id = useDraft(({ form }) => form.id)
  const name = useDraft(({ form }) => String(form.fields.name ?? form.id))
  const title = id === null ? 'Add an endpoint' : `Edit ${name}`
  return (
    <header id="editor" className="flex items-center gap-2 px-5 pt-3 pb-2.5">
      <div className="flex min-w-0 flex-1 items-center gap-1.5">
        <button
          type="button"
          className="flex-none text-faint hover:text-text"
          onClick={() => router.go({ screen: 'fleet' })}
        >
          Fleet
        </button>
        <ChevronRight className="size-3.5 flex-none text-faint" aria-hidden="true" />
        <h1 className="min-w-0 truncate text-[17px] font-semibold tracking-tight" title={title}>
          {title}
        </h1>
      </div>
      <Enabled />
      <button type="button" className="btn" onClick={cancel}>
        Cancel
      </button>
      <button
        type="button"
        className="btn"
        aria-disabled={saving.busy}
        aria-keyshortcuts="Control+Enter Meta+Enter"
        title="Ctrl/Cmd+Enter"
        onClick={() => void save(true)}
      >
        Save and open
      </button>
      <button
        type="button"
        className={primaryClass}
        aria-disabled={saving.busy}
        aria-keyshortcuts="Control+S Meta+S"
        title="Ctrl/Cmd+S"
        onClick={() => void save(false)}
      >
        Save
      </button>
    </header>
  )
}

function Enabled(): JSX.Element {
  const { draft } = useEditing()
  const own = useDraft(({ fields }) => fields.enabled)
  const standard = useDraft(({ form }) => form.defaults.enabled)
  const isOn = (own ?? standard ?? true) === true
  return (
    <label className="mr-1 flex flex-none items-center gap-2" htmlFor="enabled">
      <Switch.Root
        id="enabled"
        checked={isOn}
        onCheckedChange={(on) =>
          draft.set(['enabled'], on === ((standard ?? true) === true) ? undefined : on)
        }
        className="flex h-5 w-9 flex-none items-center rounded-full border border-line bg-panel2 px-0.5 focus-visible:outline-offset-2 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Switch.Thumb className="block size-3.5 rounded-full bg-muted data-[state=checked]:translate-x-4 data-[state=checked]:bg-panel" />
      </Switch.Root>
      <span className="w-20">{isOn ? 'Watched' : 'Not watched'}</span>
    </label>
  )
}
