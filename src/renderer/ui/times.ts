/**
 * Moments as the whole interface writes them: 24 hours, in the zone of the person's system, the same everywhere and of
 * the same width, so that times of a row, a chart and a log can be compared at a glance. `at` and `now` in epoch ms.
 */

const hour = 3_600_000

const two = (value: number): string => String(value).padStart(2, '0')

/** `18:02` */
export function clock(at: number): string {
  const date = new Date(at)
  return `${two(date.getHours())}:${two(date.getMinutes())}`
}

/** `18:02:07` */
export function clockSeconds(at: number): string {
  return `${clock(at)}:${two(new Date(at).getSeconds())}`
}

/** `18:02:07.042` */
export function exactTime(at: number): string {
  return `${clockSeconds(at)}.${String(new Date(at).getMilliseconds()).padStart(3, '0')}`
}

/** To the second, and with the day where that is another one than today: `20 Nov, 18:02:07`. */
export function moment(at: number, now: number): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString()
  return sameDay ? clockSeconds(at) : `${day(at)}, ${clockSeconds(at)}`
}

/** To the minute, and with the day where one could take it for another: `18:02`, `Fri 18:02`, `20 Nov 18:02`. */
export function shortMoment(at: number, now: number): string {
  const ago = now - at
  if (ago < 16 * hour) return clock(at)
  return `${ago < 6 * 24 * hour ? weekday(at) : day(at)} ${clock(at)}`
}

/** A stretch of time, with the day where that is another one than today: `12:00 to 14:00`, `20 Nov, 12:00 to 14:00`. */
export function stretch(from: number, to: number, now: number): string {
  if (to - from >= 24 * hour) return `${day(from)} to ${day(to)}`
  const words = (to - from) % 60_000 === 0 ? clock : clockSeconds
  const isToday = new Date(from).toDateString() === new Date(now).toDateString()
  return `${isToday ? '' : `${day(from)}, `}${words(from)} to ${words(to)}`
}

/** Whole, for a hint that is read alone: `20 Nov 2026, 18:02:07`. */
export function stamp(at: number): string {
  return `${day(at)} ${new Date(at).getFullYear()}, ${clockSeconds(at)}`
}

/** `20 Nov` */
export function day(at: number): string {
  return new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })
}

const weekday = (at: number) => new Date(at).toLocaleDateString('en-GB', { weekday: 'short' })
