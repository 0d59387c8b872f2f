/** The known word that `word` most likely is a misspelling of, or null where none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  const wanted = plain(word)
  const ranked = known
    .map((candidate) => ({ candidate, steps: editDistance(wanted, plain(candidate)) }))
    .toSorted((a, b) => a.steps - b.steps)
  const best = ranked[0]
  // A third of the letters may be wrong: `retires` is `retry` to nobody, `max-attempt` is `maxAttempts`.
  return best !== undefined && best.steps <= Math.max(1, Math.floor(wanted.length / 3))
    ? best.candidate
    : null
}

/** `max_attempts`, `max-attempts` and `MaxAttempts` are spelled alike. */
function plain(word: string): string {
  return word.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** Levenshtein's distance, over one row. Words beyond 64 letters are near to nothing. */
function editDistance(from: string, to: string): number {
  if (Math.max(from.length, to.length) > 64) return Number.POSITIVE_INFINITY
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const swap = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
