const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** Two units with a space: `41 s`, `3 min 52 s`, `9 h 5 min`, `3 d 4 h`. Under zero counts as zero. */
export function span(ms: number): string {
  const whole = Math.max(0, Math.floor(ms / second)) * second
  if (whole < minute) return `${whole / second} s`
  if (whole < hour) return pair(whole, minute, 'min', second, 's')
  if (whole < day) return pair(whole, hour, 'h', minute, 'min')
  return pair(whole, day, 'd', hour, 'h')
}

function pair(ms: number, big: number, bigWord: string, small: number, smallWord: string): string {
  const rest = Math.floor((ms % big) / small)
  return `${Math.floor(ms / big)} ${bigWord}${rest > 0 ? ` ${rest} ${smallWord}` : ''}`
}
