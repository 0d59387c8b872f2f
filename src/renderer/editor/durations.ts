/** Milliseconds as people say them: `8.4 ms`, `310 ms`, `12 s`, `4 min`. */
export function saidMs(ms: number): string {
  if (ms < 9.95) return `${ms.toFixed(1)} ms`
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 120_000) return `${Number((ms / 1000).toFixed(1))} s`
  return `${Number((ms / 60_000).toFixed(1))} min`
}

/** A measured interval as a duration to write down: rounded as far as the clock's noise goes. */
export function intervalText(ms: number): string {
  const grain = ms >= 2000 ? 500 : ms >= 100 ? 50 : 1
  const rounded = Math.max(1, Math.round(ms / grain) * grain)
  if (rounded % 60_000 === 0) return `${rounded / 60_000}m`
  return rounded % 1000 === 0 ? `${rounded / 1000}s` : `${rounded}ms`
}
