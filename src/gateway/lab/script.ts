import type { Cancel, Environment } from '../environment.ts'
import type { OutEvent } from '../wire.ts'
import type { FaultRequest } from './orders.ts'
import type { Traffic } from './traffic.ts'

/** What happens `at` so many seconds into the script, or into each of its rounds. */
export type Step = { readonly at: number } & (
  | FaultRequest
  | { readonly lift: { readonly path: string } | { readonly door: string } }
  | { readonly send: OutEvent & { readonly topic: string } }
)

/** Faults in sequence. `setup` is done once, at the start; `steps` again every `loop` seconds (0: once). */
export interface Script {
  readonly name: string
  readonly setup?: readonly FaultRequest[]
  readonly traffic?: readonly Traffic[]
  readonly steps: readonly Step[]
  readonly loop: number
}

export interface ScriptActions {
  order(request: FaultRequest): void
  lift(target: { readonly path: string } | { readonly door: string }): void
  send(event: OutEvent & { readonly topic: string }): void
  traffic(traffic: Traffic): void
}

/** A script under way. */
export interface Run {
  stop(): void
  /** It was stopped, or did its last step and has no loop. */
  isOver(): boolean
}

/** Runs a script until it is stopped. */
export function runScript(script: Script, actions: ScriptActions, environment: Environment): Run {
  const pending = new Set<Cancel>()

  const carryOut = (step: Step): void => {
    if ('lift' in step) actions.lift(step.lift)
    else if ('send' in step) actions.send(step.send)
    else {
      const { at: _, ...request } = step
      actions.order(request)
    }
  }
  const round = (): void => {
    for (const step of script.steps) {
      const cancel = environment.after(step.at * 1000, () => {
        pending.delete(cancel)
        carryOut(step)
      })
      pending.add(cancel)
    }
  }

  for (const request of script.setup ?? []) actions.order(request)
  for (const traffic of script.traffic ?? []) actions.traffic(traffic)
  round()
  let stopLoop = script.loop > 0 ? environment.every(script.loop * 1000, round) : null
  return {
    stop() {
      stopLoop?.()
      stopLoop = null
      for (const cancel of pending) cancel()
      pending.clear()
    },
    isOver: () => stopLoop === null && pending.size === 0,
  }
}
