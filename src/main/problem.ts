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

/** Mistakes of a broken configuration that are shown at the start; `--check` prints them all. */
const shownMistakes = 5

/**
 * What standard error says of an error that ends Heartline: one sentence, or one for each of a configuration's first
 * mistakes. A fault of its own comes with its stack, so that it can be reported.
 */
export function sentencesOf(error: unknown): readonly string[] {
  if (typeof error === 'string') return [error]
  if (error instanceof StartError) return [`${error.message} ${error.hint}`]
  if (!(error instanceof Error)) return [`A fault of its own: ${String(error)}`]
  if (!('code' in error && error.code === 'config-broken')) return [`A fault of its own: ${error.stack}`]
  const mistakes = error.message.split('\n')
  const rest = mistakes.length - shownMistakes
  return rest > 0
    ? [...mistakes.slice(0, shownMistakes), `${rest} more mistakes: --check prints them all.`]
    : mistakes
}
