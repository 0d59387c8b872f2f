import { setTimeout as pause } from 'node:timers/promises'

/** Looks every few milliseconds, for what no event tells of; rejects after `ms` with what `seen` says. */
export async function waitUntil(
  holds: () => boolean | Promise<boolean>,
  ms = 10_000,
  seen: () => string = () => '',
): Promise<void> {
  const deadline = performance.now() + ms
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`Not within ${ms} ms. Seen: ${seen()}`)
    await pause(4)
  }
}
