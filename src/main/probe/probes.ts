import { randomUUID } from 'node:crypto'
import type { ProbeView } from '../../shared/probe.ts'
import type { EndpointSettings } from '../../shared/settings.ts'
import { createProbe, type Probe, type ProbePorts } from './probe.ts'

/** The live checks that are under way, and those that ended a short while ago. */
export interface Probes {
  /** Begins one and names it. Where too many are under way the oldest is ended. */
  start(settings: EndpointSettings): string
  /** Null for one that there is not, or not any more. */
  look(name: string): ProbeView | null
  end(name: string): void
  close(): void
}

const atOnce = 4
/** How long an ended check can still be looked at. Milliseconds. */
const rememberedMs = 60_000

export function createProbes(ports: Omit<ProbePorts, 'onEnd'>): Probes {
  const { clock } = ports
  const probes = new Map<string, Probe>()
  /** In the order of their begin. */
  const underWay = new Set<string>()
  const forgetting = new Map<string, () => void>()

  function ended(name: string): void {
    underWay.delete(name)
    forgetting.set(
      name,
      clock.after(rememberedMs, () => {
        forgetting.delete(name)
        probes.delete(name)
      }),
    )
  }

  return {
    start(settings) {
      const [oldest] = underWay
      if (oldest !== undefined && underWay.size >= atOnce) probes.get(oldest)?.end()
      const name = randomUUID()
      underWay.add(name)
      probes.set(name, createProbe(settings, { ...ports, onEnd: () => ended(name) }))
      return name
    },
    look: (name) => probes.get(name)?.view() ?? null,
    end: (name) => probes.get(name)?.end(),
    close() {
      for (const name of [...underWay]) probes.get(name)?.end()
      for (const cancel of forgetting.values()) cancel()
      forgetting.clear()
      probes.clear()
    },
  }
}
