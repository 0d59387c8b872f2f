import type { PowerMonitor } from 'electron'
import type { Watching } from '../monitor/watching/watching.ts'

/**
 * Hands on what the system says of its sleep; only once the app is ready. The returned function ends it.
 *
 * Who unlocks the screen is awake: where Windows keeps the network up in its standby, or a resume gets lost, that is the
 * first word of it. Where this process was not held up for a second or more just before, it changes nothing.
 */
export function followPower(
  power: PowerMonitor,
  { suspend, resume }: Pick<Watching, 'suspend' | 'resume'>,
): () => void {
  power.on('suspend', suspend)
  power.on('resume', resume)
  power.on('unlock-screen', resume)
  return () => {
    power.off('suspend', suspend)
    power.off('resume', resume)
    power.off('unlock-screen', resume)
  }
}
