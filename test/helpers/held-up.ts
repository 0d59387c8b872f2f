import { monitorEventLoopDelay } from 'node:perf_hooks'
import { onTestFinished } from 'vitest'

/**
 * Measures from now on for how long this process stood still at worst, in ms: what a busy machine adds to every time
 * that a test takes. Until the test is over.
 */
export function heldUp(): () => number {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  onTestFinished(() => void delay.disable())
  return () => delay.max / 1e6
}
