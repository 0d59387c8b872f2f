import { RequestError } from './http.ts'

export interface Seats {
  /** Takes a place for an address; the result gives it back. @throws {RequestError} 429 where none is left. */
  take(address: string): () => void
}

/** At most `limit` places for each address; 0 is no limit. Who waits for a callback has one already. */
export function createSeats(limit: number): Seats {
  const taken = new Map<string, number>()
  return {
    take(address) {
      const open = taken.get(address) ?? 0
      if (limit > 0 && open >= limit) {
        const message = `This address has ${open} connections, and ${limit} is the limit: close one first.`
        throw new RequestError(429, 'too-many-connections', message)
      }
      taken.set(address, open + 1)
      return () => {
        const left = (taken.get(address) ?? 1) - 1
        if (left === 0) taken.delete(address)
        else taken.set(address, left)
      }
    },
  }
}
