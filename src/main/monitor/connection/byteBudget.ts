/** A ledger of bytes that several connections hold in memory together. */
export interface ByteBudget {
  /** Takes `bytes` (negative gives them back). False when all together are over the limit. */
  take(bytes: number): boolean
  held(): number
}

/** `limit` in bytes, over all connections that share the budget. */
export function createByteBudget(limit: number): ByteBudget {
  let held = 0
  return {
    take(bytes) {
      held += bytes
      return bytes <= 0 || held <= limit
    },
    held: () => held,
  }
}
