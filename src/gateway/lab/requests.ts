/** The requests that the server saw, by path: what a client's own counters are compared with. */
export interface RequestCounts {
  record(path: string, seen: SeenRequest): void
  of(path: string): PathRequests
  all(): Readonly<Record<string, number>>
}

export interface SeenRequest {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly lastEventId: string | null
  readonly traceId: string
}

export interface PathRequests {
  readonly path: string
  readonly requests: number
  /** The newest 50, oldest first. */
  readonly newest: readonly SeenRequest[]
}

const kept = 50
const maxPaths = 10_000

export function createRequestCounts(): RequestCounts {
  const paths = new Map<string, { requests: number; newest: SeenRequest[] }>()
  return {
    record(path, seen) {
      const known = paths.get(path) ?? { requests: 0, newest: [] }
      known.requests += 1
      known.newest = [...known.newest.slice(1 - kept), seen]
      // Anyone can ask for any path: the path longest unasked makes room.
      paths.delete(path)
      paths.set(path, known)
      if (paths.size > maxPaths) for (const oldest of paths.keys()) return void paths.delete(oldest)
    },
    of: (path) => ({ path, requests: 0, newest: [], ...paths.get(path) }),
    all: () => Object.fromEntries([...paths].map(([path, { requests }]) => [path, requests])),
  }
}
