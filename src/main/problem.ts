/** What keeps Heartline from starting: a code, a sentence, and what to do about it. */
export class StartError extends Error {
  override readonly name = 'StartError'
  readonly code: string
  readonly hint: string

  constructor(code: string, message: string, hint: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.hint = hint
  }
}

/** One sentence for any error, for standard error. */
export function sentenceOf(error: unknown): string {
  if (error instanceof StartError) return `${error.message} ${error.hint}`.trim()
  return error instanceof Error ? error.message : String(error)
}
