import { type JSX, useId } from 'react'

interface SwitchProps {
  readonly label: string
  readonly on: boolean
  readonly change: (on: boolean) => void
}

/** On or off, told by place, word and colour. */
export function Switch({ label, on, change }: SwitchProps): JSX.Element {
  const id = useId()
  return (
    <div className="flex min-h-7 items-center gap-2">
      <span id={id} className="w-28 flex-none text-muted">
        {label}
      </span>
      <button
        type="button"
        role="switch"
        aria-checked={on}
        aria-labelledby={id}
        onClick={() => change(!on)}
        className="flex items-center gap-2 rounded-full focus-visible:outline-offset-2"
      >
        <span
          className={`flex h-5 w-9 items-center rounded-full border px-0.5 ${on ? 'justify-end border-accent bg-accent' : 'justify-start border-muted bg-panel2'}`}
        >
          <span className={`size-3.5 rounded-full ${on ? 'bg-panel' : 'bg-muted'}`} />
        </span>
        <span className="w-6 text-left font-medium">{on ? 'On' : 'Off'}</span>
      </button>
    </div>
  )
}
