import type { EndpointSettings } from '../../shared/settings.ts'
import { classify } from './classify.ts'
import type { KeptEvent } from './rings.ts'
import type { Rules } from './rules.ts'

/** What a replay drill of an endpoint goes by. */
export interface DrillBasis {
  readonly settings: EndpointSettings
  /** With the server's own headers, as far as it ever answered. */
  readonly rules: Rules
  /** Ids of the events that the tail holds, each once, the oldest first. Heartbeats are no part of a replay. */
  readonly ids: readonly string[]
}

export function drillBasis(
  settings: EndpointSettings,
  rules: Rules,
  newestEvents: Iterable<KeptEvent>,
): DrillBasis {
  const ids = new Set<string>()
  for (const { kind, type, data, lastEventId } of [...newestEvents].reverse()) {
    if (kind !== 'event') continue
    const { heartbeat, dataId } = classify(rules, type, data)
    const id = dataId ?? lastEventId
    if (!heartbeat && id !== null && id !== '' && !rules.ids.ignore.has(id)) ids.add(id)
  }
  return { settings, rules, ids: [...ids] }
}
