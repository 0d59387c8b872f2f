import { Check, Monitor, Moon, Sun } from 'lucide-react'
import type { JSX } from 'react'
import { useFleet } from '../use-fleet.ts'
import { Card } from './Card.tsx'
import type { Theme } from './theme.ts'
import { useSave } from './use-save.ts'

const choices: readonly { readonly theme: Theme; readonly word: string; readonly icon: typeof Sun }[] = [
  { theme: 'system', word: 'As the system', icon: Monitor },
  { theme: 'dark', word: 'Dark', icon: Moon },
  { theme: 'light', word: 'Light', icon: Sun },
]

export function Appearance(): JSX.Element {
  const theme = useFleet((state) => state.settings?.theme)
  const save = useSave()
  return (
    <Card title="Appearance">
      <fieldset className="grid grid-cols-3 gap-2">
        <legend className="sr-only">Theme</legend>
        {choices.map(({ theme: choice, word, icon: Icon }) => (
          <label
            key={choice}
            className="relative flex cursor-pointer items-center gap-2.5 rounded-lg border border-line bg-panel px-3 py-2.5 hover:bg-hover has-checked:border-accent has-checked:bg-sel has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="theme"
              value={choice}
              checked={theme === choice}
              onChange={() => void save({ theme: choice })}
              className="sr-only"
            />
            <Icon className="size-4 flex-none text-muted" aria-hidden="true" />
            <span className="flex-1 font-medium">{word}</span>
            {theme === choice && <Check className="size-4 flex-none text-accent" aria-hidden="true" />}
          </label>
        ))}
      </fieldset>
    </Card>
  )
}
