/**
 * Puts the text on the clipboard; resolves with whether that worked. The old way stands behind the new one, which
 * browsers keep from pages that did not come over loopback or https. In the desktop app main does it: a page there has no permission at all.
 */
export async function copyText(text: string): Promise<boolean> {
  if (window.heartline) {
    window.heartline.copy(text)
    return true
  }
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch (error) {
    // Absent, or not permitted: both are met by the other way.
    if (error instanceof TypeError || error instanceof DOMException) return copyBySelection(text)
    throw error
  }
}

function copyBySelection(text: string): boolean {
  const focused = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.style.position = 'fixed'
  field.style.opacity = '0'
  document.body.append(field)
  field.select()
  const copied = document.execCommand('copy')
  field.remove()
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true })
  return copied
}
