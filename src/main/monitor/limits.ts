/** A place among those that are connecting, or one's turn in the queue for it. Both end with `release`. */
export interface Place {
  readonly granted: boolean
  /** Gives the place back, or leaves the queue. Idempotent. */
  release(): void
}

/** At most `total` connecting at a time, and at most `perHost` for one host (1-model.md). */
export interface Limits {
  /**
   * Asks for a place. Where `granted` is false, `onGranted` is called once when its turn comes, unless it was
   * released before. Hosts take turns; within a host it is first come, first served.
   */
  ask(host: string, onGranted: () => void): Place
  /**
   * While `task` runs, no place that comes free is given to one who waits: the task concerns all of them, and would
   * break off at once what the first of them made possible for the next.
   */
  together(task: () => void): void
}

interface Turn {
  readonly onGranted: () => void
  granted: boolean
  over: boolean
}

interface Host {
  active: number
  readonly waiting: Set<Turn>
}

export function createLimits({
  total,
  perHost,
}: {
  readonly total: number
  readonly perHost: number
}): Limits {
  /** In the order of their turns: a host that was served goes to the end. */
  const hosts = new Map<string, Host>()
  let active = 0
  /** How many tasks run that concern all: one may come in the middle of another. */
  let tasks = 0

  function hostOf(name: string): Host {
    const known = hosts.get(name)
    if (known) return known
    const host: Host = { active: 0, waiting: new Set() }
    hosts.set(name, host)
    return host
  }

  function take(host: Host, turn: Turn): void {
    active++
    host.active++
    turn.granted = true
  }

  /** The next turn that the limits allow; null where all wait for others. */
  function nextTurn(): [string, Host, Turn] | null {
    if (active >= total || tasks > 0) return null
    for (const [name, host] of hosts) {
      if (host.active >= perHost) continue
      for (const turn of host.waiting) return [name, host, turn]
    }
    return null
  }

  function serve(): void {
    for (let next = nextTurn(); next !== null; next = nextTurn()) {
      const [name, host, turn] = next
      host.waiting.delete(turn)
      take(host, turn)
      hosts.delete(name)
      hosts.set(name, host)
      turn.onGranted()
    }
  }

  function release(name: string, host: Host, turn: Turn): void {
    if (turn.over) return
    turn.over = true
    if (turn.granted) {
      active--
      host.active--
    } else {
      host.waiting.delete(turn)
    }
    if (host.active === 0 && host.waiting.size === 0) hosts.delete(name)
    serve()
  }

  return {
    ask(name, onGranted) {
      const host = hostOf(name)
      const turn: Turn = { onGranted, granted: false, over: false }
      if (active < total && host.active < perHost) take(host, turn)
      else host.waiting.add(turn)
      return {
        get granted() {
          return turn.granted
        },
        release: () => release(name, host, turn),
      }
    },
    together(task) {
      tasks++
      try {
        task()
      } finally {
        tasks--
        serve()
      }
    },
  }
}
