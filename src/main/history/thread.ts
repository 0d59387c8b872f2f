import type { Trouble } from '../../shared/screens.ts'
import type { Clock } from '../monitor/clock.ts'
import type { Asked, AskedOf, AskName, Asks, FromThread, Outcome } from './wire.ts'

/** One life of the thread. */
export interface Port {
  /** `transfer`: handed over, not copied. */
  post(asked: Asked, transfer: readonly ArrayBuffer[]): void
  /** At once, whatever it does. */
  end(): Promise<void>
}

export interface PortEvents {
  onMessage(message: FromThread): void
  /** It ended without being told to; why, as a sentence. */
  onEnd(why: string): void
}

export interface ThreadPorts {
  readonly start: (events: PortEvents) => Port
  readonly clock: Pick<Clock, 'after' | 'now'>
  /** What the thread tells without being asked. */
  readonly onTold: (message: Exclude<FromThread, { type: 'answer' }>) => void
  /** The thread ended; null: it is started again. */
  readonly onEnd: (given: Trouble | null, why: string) => void
}

/** The history's thread, over all its lives. */
export interface Thread {
  /** Never rejects: a thread that ends, or takes longer than `patienceMs`, is a trouble too. */
  ask<Name extends AskName>(
    name: Name,
    args: Parameters<Asks[Name]>,
    options?: { readonly patienceMs?: number; readonly transfer?: readonly ArrayBuffer[] },
  ): Promise<Outcome<ReturnType<Asks[Name]>>>
  end(): Promise<void>
}

/** A thread that dies is started again after this; so many times in so long. */
const restartAfterMs = 1000
const mostRestarts = 3
const restartsWithinMs = 10 * 60_000

const ended: Trouble = {
  code: 'history-ended',
  message: 'The thread that keeps the history ended.',
  hint: 'Start Heartline again; what it watches goes on.',
}
export const slowDisk: Trouble = {
  code: 'history-slow',
  message: 'The disk that holds the history does not answer.',
  hint: 'See whether it is overloaded or failing.',
}

export function createThread({ start, clock, onTold, onEnd }: ThreadPorts): Thread {
  const waiting = new Map<number, (outcome: Outcome<unknown>) => void>()
  const deaths: number[] = []
  let port: Port | null = null
  let last = 0
  let isEnding = false
  begin()

  function begin(): void {
    port = start({ onMessage, onEnd: died })
  }

  function onMessage(message: FromThread): void {
    if (message.type === 'answer') settle(message.number, message.outcome)
    else onTold(message)
  }

  function settle(number: number, outcome: Outcome<unknown>): void {
    waiting.get(number)?.(outcome)
    waiting.delete(number)
  }

  function died(why: string): void {
    port = null
    for (const number of [...waiting.keys()]) settle(number, { ok: false, trouble: ended })
    if (isEnding) return
    deaths.push(clock.now())
    const recent = deaths.filter((at) => clock.now() - at < restartsWithinMs)
    const again = recent.length <= mostRestarts
    if (again) clock.after(restartAfterMs, () => isEnding || begin())
    onEnd(again ? null : ended, why)
  }

  function post<Name extends AskName>(asked: AskedOf<Name>, transfer: readonly ArrayBuffer[]): void {
    // A name with its own arguments is one of the questions; the compiler does not see that of any name.
    port?.post(asked as unknown as Asked, transfer)
  }

  return {
    ask(name, args, { patienceMs, transfer = [] } = {}) {
      last += 1
      const number = last
      if (port === null) return Promise.resolve({ ok: false, trouble: ended })
      return new Promise((resolve) => {
        const cancel =
          patienceMs === undefined
            ? () => undefined
            : clock.after(patienceMs, () => settle(number, { ok: false, trouble: slowDisk }))
        waiting.set(number, (outcome) => {
          cancel()
          // The thread answers each question as `Asks` says.
          resolve(outcome as Outcome<ReturnType<Asks[typeof name]>>)
        })
        post({ number, name, args }, transfer)
      })
    },
    async end() {
      isEnding = true
      const ending = port?.end()
      port = null
      await ending
    },
  }
}
