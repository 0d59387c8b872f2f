import type { JSX } from 'react'
import { isStale } from '../fleet-state.ts'
import { useFleet, useFleetStore } from '../use-fleet.ts'
import { toggled } from './arrangement.ts'
import { StateMark } from './StateMark.tsx'
import { shownStates } from './state.ts'

/** How many endpoints are in each state; a press shows only those, a second one no longer. */
export function Tallies(): JSX.Element | null {
  const store = useFleetStore()
  const tally = useFleet((state) => state.tally)
  const states = useFleet((state) => state.arrangement.states)
  const stale = useFleet(isStale)
  const any = useFleet((state) => state.views === null || state.all.length > 0)
  if (!any) return null
  return (
    <fieldset className={`flex gap-1.5 px-5 pb-2.5 ${stale ? 'grayscale' : ''}`} aria-label="Filter by state">
      {shownStates.map((state) => (
        <button
          key={state}
          type="button"
          aria-pressed={states.includes(state)}
          onClick={() => store.arrange({ states: toggled(states, state) })}
          className="flex flex-auto flex-col gap-1 rounded-lg border border-line bg-panel px-2 py-1.5 text-xs min-[1400px]:flex-row min-[1400px]:items-center min-[1400px]:gap-2 min-[1400px]:px-3 hover:bg-hover aria-pressed:border-accent aria-pressed:bg-sel"
        >
          <span
            className={`min-w-[2ch] text-left text-[17px] leading-none font-semibold ${tally[state] === 0 ? 'text-faint' : ''}`}
          >
            {tally[state]}
          </span>
          <StateMark state={state} />
        </button>
      ))}
    </fieldset>
  )
}
