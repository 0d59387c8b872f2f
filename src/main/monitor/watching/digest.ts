import { defaultPolicy } from '../../../shared/model/policy.ts'
import type { Cause } from '../../../shared/model/state.ts'
import type { Digest } from '../../../shared/screens.ts'
import type { Clock } from '../clock.ts'
import type { Fleet } from '../types.ts'
import { digestSentence, type Standing } from './digest-words.ts'
import type { Pulse } from './types.ts'

/** A time in which nobody looked. `from` and `to` as `Clock.now()`; `endpoints`: whom it concerned. */
export interface Absence {
  readonly cause: Cause
  readonly from: number
  readonly to: number
  readonly endpoints: readonly string[]
}

export interface DigestPorts {
  readonly clock: Clock
  readonly fleet: Pick<Fleet, 'pulses' | 'onTurn'>
  readonly onChange: () => void
  /** Each time that the digest says something else; also where nobody is shown it any more. */
  readonly onDigest: (digest: Digest, endpoints: readonly string[]) => void
}

/** What came of the last time that nobody looked: kept up to date until all is known that can be waited for. */
export interface Digests {
  current(): Digest | null
  /** One that is worth telling takes the place of the one before. */
  begin(absence: Absence): void
  dismiss(id: string): void
  close(): void
}

/** Shorter than this, nothing is worth telling. */
const leastMs = 5000
const updateMs = 100
/** Tries that count begin after the grace; the first of them is awaited too. */
const awaitedMs = defaultPolicy.grace + 5000

interface Open {
  readonly absence: Absence
  readonly id: string
  /** Epoch ms less `Clock.now()`, as it was then: what was told does not change with the wall clock. */
  readonly shift: number
  until: number
}

export function createDigests({ clock, fleet, onChange, onDigest }: DigestPorts): Digests {
  let shown: Digest | null = null
  let open: Open | null = null
  let told = ''
  let due: { readonly at: number; readonly cancel: () => void } | null = null
  const unsubscribe = fleet.onTurn(() => {
    if (open !== null) plan(updateMs)
  })

  /** The sooner of two plans holds. */
  function plan(ms: number): void {
    const at = clock.now() + ms
    if (due !== null && due.at <= at) return
    due?.cancel()
    const cancel = clock.after(ms, () => {
      due = null
      update()
    })
    due = { at, cancel }
  }

  function update(): void {
    if (open === null) return
    const concerned = pulsesOf(open.absence.endpoints)
    const isAway = concerned.some(({ away }) => away !== null)
    if (isAway) open.until = clock.now() + awaitedMs
    const isOver = clock.now() >= open.until || !concerned.some(isTrying)
    const digest = digestOf(open, concerned, isOver)
    const { absence, until } = open
    if (isOver) open = null
    else plan(until - clock.now())
    if (digest.sentence === told) return
    told = digest.sentence
    if (shown?.id === digest.id) shown = digest
    onDigest(digest, absence.endpoints)
    onChange()
  }

  /** What is stopped or gone meanwhile is nobody's concern any more. */
  function pulsesOf(ids: readonly string[]): readonly Pulse[] {
    const wanted = new Set(ids)
    return fleet.pulses().filter(({ id, phase }) => wanted.has(id) && phase !== 'stopped')
  }

  return {
    current: () => shown,
    begin(absence) {
      const lasted = absence.to - absence.from
      if (lasted < leastMs || absence.endpoints.length === 0) return
      // The network that comes later than the system, or leaves for a moment, is a part of the same return.
      if (absence.cause !== 'sleep' && open !== null && lasted < open.absence.to - open.absence.from) {
        open.until = clock.now() + awaitedMs
        plan(updateMs)
        return
      }
      const shift = clock.shift()
      const id = `${absence.cause}-${Math.round(absence.to + shift).toString(36)}`
      open = { absence, id, shift, until: clock.now() + awaitedMs }
      told = ''
      shown = digestOf(open, pulsesOf(absence.endpoints), false)
      update()
    },
    dismiss(id) {
      if (shown?.id !== id) return
      shown = null
      onChange()
    },
    close() {
      unsubscribe()
      due?.cancel()
      due = null
      open = null
    },
  }
}

function isTrying({ phase }: Pulse): boolean {
  return phase !== 'live' && phase !== 'failed'
}

function digestOf({ absence, id, shift }: Open, concerned: readonly Pulse[], isFinal: boolean): Digest {
  const { cause, from, to } = absence
  const trying = concerned.filter(isTrying)
  const failed = concerned.filter(({ phase }) => phase === 'failed')
  const standing: Standing = {
    back: concerned.length - trying.length - failed.length,
    failed: failed.map(({ name }) => name),
    trying: trying.map(({ name }) => name),
    away: trying.filter(({ away }) => away !== null).length,
  }
  return {
    id,
    cause,
    from: new Date(from + shift).toISOString(),
    to: new Date(to + shift).toISOString(),
    sentence: digestSentence(cause, to - from, standing, isFinal),
    pending: trying.length,
    failed: failed.map(({ id, name }) => ({ id, name })),
  }
}
