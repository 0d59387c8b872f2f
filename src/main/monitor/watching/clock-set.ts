import type { Trouble } from '../../../shared/screens.ts'
import { span } from '../../../shared/span.ts'

/** The clock of this machine was set by `by` milliseconds and shows `wall` (epoch ms) since. */
export function clockTrouble(by: number, wall: number): Trouble {
  const whole = Math.round(Math.abs(by) / 1000) * 1000
  const at = new Date(wall).toTimeString().slice(0, 5)
  const moved = `The clock of this machine was set ${by < 0 ? 'back' : 'forward'} by ${span(whole)} at ${at}`
  const seen =
    by < 0 ? 'times before and after it overlap in the charts' : 'the charts show a gap where no time was'
  return {
    code: 'clock-set',
    message: `${moved}: ${seen}.`,
    hint: 'The monitoring goes by a clock of its own and is not touched. If this comes again, look after the time service of this machine.',
  }
}
