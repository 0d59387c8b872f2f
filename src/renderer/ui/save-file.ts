const keptMs = 60_000

/** Gives a text as a file to keep, under the name; in the desktop app the system asks where. */
export function saveFile(text: string, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = name
  anchor.click()
  // The browser reads it after the click; where it asks for a place first, a while after.
  setTimeout(() => URL.revokeObjectURL(url), keptMs)
}
