const width = 16
/** As many bytes as are laid out at once. */
export const bytesShown = 4096

/** The UTF-8 bytes of a text as a hex dump: place, bytes, and what of them can be printed. */
export function hexDump(text: string, most = bytesShown): string {
  const bytes = new TextEncoder().encode(text.slice(0, most)).subarray(0, most)
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += width) {
    const row = [...bytes.subarray(at, at + width)]
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const printed = row
      .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'))
      .join('')
    lines.push(`${at.toString(16).padStart(4, '0')}  ${hex.padEnd(width * 3 - 1)}  ${printed}`)
  }
  return lines.join('\n')
}
