/** Epoch ms; `end` null while it lasts. */
export interface Span {
  readonly start: number
  readonly end: number | null
}

/** Whether it lasted into the range or began in it. Epoch ms. */
export function overlaps(
  { start, end }: Span,
  range: { readonly from: number; readonly to: number },
): boolean {
  return start <= range.to && (end === null || end >= range.from)
}
