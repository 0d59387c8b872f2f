import { type StripState, type StripView, stripStates } from '../../shared/screens.ts'
import { counted } from '../ui/counted.ts'
import { runs } from './strip-paint.ts'
import { span } from './time.ts'

const order: readonly StripState[] = ['v', 'p', 'l', 'd', 'w', 'f', 'u', 's']

/** The strip for those who do not see it: "Last hour: live 52 min, failed 8 min." */
export function stripWords({ states, stepMs, rotations }: StripView): string {
  const steps = new Map<StripState, number>()
  for (const { state, from, to } of runs(states)) steps.set(state, (steps.get(state) ?? 0) + to - from)
  const parts = order.flatMap((state) => {
    const count = steps.get(state)
    return count === undefined ? [] : `${stripStates[state]} ${span(count * stepMs)}`
  })
  if (rotations.length > 0) parts.push(counted(rotations.length, 'rotation'))
  return `Last hour: ${parts.length === 0 ? 'nothing known yet' : parts.join(', ')}.`
}

/** "Reconnect attempts in the last hour: 12." */
export function attemptsWords({ attempts }: StripView): string {
  return `Reconnect attempts in the last hour: ${attempts.reduce((sum, count) => sum + count, 0)}.`
}
