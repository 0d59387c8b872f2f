/** Every row is as high as the others, in pixels: only so can rows out of sight be left out. */
export const rowHeight = 52

/** Up to this many rows all of them stand in the page, so that the browser's own search finds each. */
const renderedWhole = 100
const overscan = 8

export interface Slice {
  readonly from: number
  /** Exclusive. */
  readonly to: number
}

/** The rows to render for a scroll position, in pixels, of a list that is `height` pixels high. */
export function slice(count: number, scrollTop: number, height: number): Slice {
  if (count <= renderedWhole) return { from: 0, to: count }
  const from = Math.min(count, Math.max(0, Math.floor(scrollTop / rowHeight) - overscan))
  return { from, to: Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + overscan) }
}

/** The scroll position that shows a row whole with the least movement. */
export function reveal(index: number, scrollTop: number, height: number): number {
  const top = index * rowHeight
  if (top < scrollTop) return top
  return Math.max(scrollTop, top + rowHeight - height)
}
