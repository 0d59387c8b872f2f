const durationUnits = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const sizeUnits = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 } as const

export const durationPattern = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/
export const sizePattern = /^(\d+(?:\.\d+)?)(B|KB|MB|GB)$/

/** `500ms`, `15s`, `2m`, `1h`, `1d` as whole milliseconds; null for anything else. */
export function parseDuration(text: string): number | null {
  return measured(durationPattern.exec(text), durationUnits)
}

/** `512B`, `64KB`, `1MB`, `1GB` (powers of 1,024) as whole bytes; null for anything else. */
export function parseSize(text: string): number | null {
  return measured(sizePattern.exec(text), sizeUnits)
}

/** Milliseconds as the shortest exact text: 90000 is `90s`, 120000 `2m`. */
export function formatDuration(ms: number): string {
  const unit =
    (['d', 'h', 'm', 's'] as const).find((name) => ms !== 0 && ms % durationUnits[name] === 0) ?? 'ms'
  return `${ms / durationUnits[unit]}${unit}`
}

/** Bytes as the shortest exact text: 1048576 is `1MB`. */
export function formatSize(bytes: number): string {
  const unit =
    (['GB', 'MB', 'KB'] as const).find((name) => bytes !== 0 && bytes % sizeUnits[name] === 0) ?? 'B'
  return `${bytes / sizeUnits[unit]}${unit}`
}

/** What someone who wrote `value` most likely meant, as valid durations; for hints. */
export function likelyDuration(value: unknown): string {
  if (typeof value === 'number') return `Write ${value}s for seconds, or ${value}ms for milliseconds.`
  const match = typeof value === 'string' ? /^\s*(\d+(?:\.\d+)?)\s*([a-zµ]+)\.?\s*$/i.exec(value) : null
  const unit = durationWords[match?.[2]?.toLowerCase() ?? '']
  if (match !== null && unit !== undefined) return `Write ${match[1]}${unit}.`
  return 'Write a number and a unit without a space: 500ms, 15s, 2m, 1h or 1d.'
}

/** The same for sizes. */
export function likelySize(value: unknown): string {
  if (typeof value === 'number') {
    return `Write ${Number.isInteger(value) && value > 0 ? formatSize(value) : '64KB'}.`
  }
  const match = typeof value === 'string' ? /^\s*(\d+(?:\.\d+)?)\s*([kmg]?)i?b?\s*$/i.exec(value) : null
  if (match !== null) return `Write ${match[1]}${(match[2] ?? '').toUpperCase()}B.`
  return 'Write a number and a unit without a space: 512B, 64KB, 1MB.'
}

const durationWords: Readonly<Record<string, keyof typeof durationUnits>> = {
  ms: 'ms',
  msec: 'ms',
  millis: 'ms',
  milliseconds: 'ms',
  s: 's',
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  m: 'm',
  min: 'm',
  mins: 'm',
  minute: 'm',
  minutes: 'm',
  h: 'h',
  hr: 'h',
  hrs: 'h',
  hour: 'h',
  hours: 'h',
  d: 'd',
  day: 'd',
  days: 'd',
}

function measured(match: RegExpExecArray | null, units: Readonly<Record<string, number>>): number | null {
  const factor = units[match?.[2] ?? '']
  return factor === undefined ? null : Math.round(Number(match?.[1]) * factor)
}
