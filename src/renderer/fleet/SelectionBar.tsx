import { Download, Play, RotateCw, Square, Trash2, X } from 'lucide-react'
import type { JSX } from 'react'
import { exportEndpoints, removeEndpoints } from '../editor/actions.ts'
import { ActButton } from '../ui/ActButton.tsx'
import { useApp } from '../use-app.ts'
import { useFleet, useFleetStore } from '../use-fleet.ts'
import { actOn, concerned } from './acting.ts'
import { isInFile } from './state.ts'

/** What can be done about all that are selected; it stands where the filters stand otherwise, and is as high. */
export function SelectionBar(): JSX.Element {
  const store = useFleetStore()
  const app = useApp()
  const selected = useFleet((state) => state.selected)
  const views = useFleet((state) => state.views)
  const chosen = [...selected].flatMap((id) => views?.get(id) ?? [])
  const demoOnly = useFleet((state) => state.about?.demo ?? false)
  const own = chosen.filter((view) => isInFile(view, demoOnly))
  const remove = async () => {
    if (await removeEndpoints(app, own)) store.selectOnly([])
  }
  return (
    <div role="toolbar" aria-label="Selected endpoints" className="flex h-7.5 items-center gap-1.5">
      <span role="status" className="mr-2 min-w-24 font-semibold whitespace-nowrap">
        {selected.size} selected
      </span>
      {(['retry', 'stop', 'start'] as const).map((act) => {
        const count = concerned(act, chosen).length
        return (
          <ActButton key={act} idle={count === 0} act={() => void actOn(app, act, chosen)}>
            {icons[act]} {words[act]} ({count})
          </ActButton>
        )
      })}
      <span className="mx-1 h-4 w-px bg-line" aria-hidden="true" />
      <ActButton
        idle={own.length === 0}
        act={() =>
          void exportEndpoints(
            app,
            own.map(({ id }) => id),
          )
        }
      >
        <Download className="size-3.5" aria-hidden="true" /> Export
      </ActButton>
      <ActButton idle={own.length === 0} act={() => void remove()}>
        <Trash2 className="size-3.5" aria-hidden="true" /> Remove
      </ActButton>
      <span className="flex-1" />
      <ActButton idle={false} act={() => store.selectOnly([])}>
        <X className="size-3.5" aria-hidden="true" /> Clear <kbd>Esc</kbd>
      </ActButton>
    </div>
  )
}

const words = { retry: 'Retry', stop: 'Stop', start: 'Start' } as const
const icons = {
  retry: <RotateCw className="size-3.5" aria-hidden="true" />,
  stop: <Square className="size-3.5" aria-hidden="true" />,
  start: <Play className="size-3.5" aria-hidden="true" />,
} as const
