const units: Readonly<Record<string, number>> = { mb: 2 ** 20, gb: 2 ** 30 }

/** Whole bytes of `512 MB`, `1.5 GB` (powers of 1,024); null where the text is no size. */
export function parseSize(text: string): number | null {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([mg]b)$/i.exec(text) ?? []
  const factor = units[unit?.toLowerCase() ?? '']
  return number === undefined || factor === undefined ? null : Math.round(Number(number) * factor)
}

/** Whole, so that it can be typed again: `1 GB`, `1536 MB`. Bytes that are no whole megabytes are rounded. */
export function sizeText(bytes: number): string {
  return bytes % 2 ** 30 === 0 ? `${bytes / 2 ** 30} GB` : `${Math.round(bytes / 2 ** 20)} MB`
}

/** What is wrong with a size; null where nothing is. Bounds in bytes. */
export function mistakeInSize(text: string, least: number, most: number): string | null {
  const bytes = parseSize(text)
  if (bytes !== null && bytes >= least && bytes <= most) return null
  return `Give a size from ${sizeText(least)} to ${sizeText(most)}, such as 512 MB or 2 GB.`
}
