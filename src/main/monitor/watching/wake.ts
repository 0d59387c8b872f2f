import type { SystemClock } from '../clock.ts'
import { type Clocks, gapBetween } from './gap.ts'

export interface WakePorts {
  readonly clock: SystemClock
  /** The system says that it goes to sleep. */
  readonly onAsleep: (at: number) => void
  /** `from`: `Clock.now()` since when nobody looked; `lost`: milliseconds until now in which nothing ran, or 0. */
  readonly onWake: (wake: { readonly from: number; readonly lost: number }) => void
  /** The wall clock was set by so many milliseconds: negative for back. */
  readonly onClockSet: (by: number) => void
}

/** Finds out when this process did not run, by the system's word and by the clocks (1-model.md, "Sleep and network"). */
export interface WakeWatch {
  suspend(): void
  resume(): void
  /** Cheap: to be called before anything is judged. */
  look(): void
  begin(): void
  close(): void
}

const tickMs = 250
/** So much without a word of the system is a sleep; less is a process that was held up. */
const sleepMs = 5000
/** What the clocks tell from the usual; enough where the system says that it was asleep. */
const measurableMs = 1000
/** A word of the system and a jump of the clocks that far apart speak of the same sleep. */
const togetherMs = 10_000
/** The system said that it goes to sleep, and the ticks come in time for so long: it does not. */
const sleeplessMs = 60_000
/** A machine on which the telling alone takes as long as a sleep must come to an end too. */
const mostRounds = 3

export function createWakeWatch(ports: WakePorts): WakeWatch {
  const { clock } = ports
  /** The clocks at the last full look. */
  let mark = read()
  /** The last moment at which this process ran for certain. */
  let ran: Pick<Clocks, 'now' | 'wall'> = mark
  /** Since when the system goes to sleep, by its own word. */
  let suspendedAt: number | null = null
  /** The system's word that it is back, as long as no jump was seen for it. */
  let resumedAt: number | null = null
  /** Too short to be a sleep, unless the system says so. */
  let hiccup: { readonly from: number; readonly to: number } | null = null
  let wokeAt: number | null = null
  let cancel: (() => void) | null = null
  let examining = false

  function read(): Clocks {
    return { now: clock.now(), wall: clock.wall(), uptime: clock.uptime() }
  }

  const isRecent = (at: number | null): boolean => at !== null && mark.now - at < togetherMs

  /** To tell of it takes time itself, in which the process can freeze: so it looks until there is nothing to tell. */
  function examine(): void {
    if (examining) return
    examining = true
    try {
      for (let round = 0; round < mostRounds && cancel !== null; round++) if (!findGap()) return
    } finally {
      examining = false
    }
  }

  /** Whether there was something to tell. */
  function findGap(): boolean {
    const clocks = read()
    const { elapsed, missed, wallSet } = gapBetween(mark, clocks)
    const lost = elapsed - (ran.now - mark.now)
    if (missed > 0) clock.moveOn(missed)
    mark = { ...clocks, now: clocks.now + missed }
    ran = mark
    if (wallSet !== 0) ports.onClockSet(wallSet)
    return judge(lost)
  }

  function judge(lost: number): boolean {
    const awaited = suspendedAt !== null || isRecent(resumedAt)
    if (lost >= sleepMs || (awaited && lost >= measurableMs)) {
      wake(lost)
      wokeAt = mark.now
      return true
    }
    if (lost >= measurableMs) hiccup = { from: mark.now - lost, to: mark.now }
    if (suspendedAt === null || mark.now - suspendedAt < sleeplessMs) return false
    wake(0)
    return true
  }

  function wake(lost: number): void {
    const from = Math.min(suspendedAt ?? mark.now, mark.now - lost)
    suspendedAt = null
    resumedAt = null
    hiccup = null
    ports.onWake({ from, lost })
  }

  function tick(): void {
    cancel = clock.after(tickMs, tick)
    examine()
  }

  return {
    suspend() {
      examine()
      if (suspendedAt !== null || cancel === null) return
      suspendedAt = mark.now
      ports.onAsleep(mark.now)
      examine()
    },
    resume() {
      examine()
      if (cancel === null) return
      if (hiccup !== null && isRecent(hiccup.to) && !isRecent(wokeAt)) {
        wake(mark.now - hiccup.from)
        wokeAt = mark.now
        return
      }
      if (suspendedAt !== null) wake(0)
      resumedAt = isRecent(wokeAt) ? null : mark.now
    },
    look() {
      const [now, wall] = [clock.now(), clock.wall()]
      if (Math.abs(wall - ran.wall) >= measurableMs || now - ran.now >= measurableMs) examine()
      else ran = { now, wall }
    },
    begin() {
      mark = read()
      ran = mark
      cancel = clock.after(tickMs, tick)
    },
    close() {
      cancel?.()
      cancel = null
    },
  }
}
