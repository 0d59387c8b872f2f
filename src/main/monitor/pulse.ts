import { isIPv6 } from 'node:net'
import { unwatchedOrigin } from '../../shared/model/state.ts'
import type { EndpointSettings } from '../../shared/settings.ts'
import type { Parts } from './endpoint-parts.ts'
import type { Pulse } from './watching/types.ts'

/** One endpoint, as far as the judgement on this machine and its network asks. */
export function pulseOf(settings: EndpointSettings, { address, vigil, runner }: Parts): Pulse {
  const { state } = runner
  const lastSignAt = vigil.lastSignAt()
  return {
    id: settings.id,
    name: settings.name,
    phase: state.phase,
    health: state.phase === 'live' ? state.health : null,
    away: state.phase === 'unwatched' ? state.cause : (unwatchedOrigin(state)?.cause ?? null),
    site: siteOf(address.host(), settings.network),
    lastSignAt: state.phase === 'live' ? Math.max(lastSignAt ?? 0, state.lastSignAt) : lastSignAt,
    outageSince: state.memory.outageSince,
    intervalMs: vigil.interval().ms,
    failure: state.memory.failure,
  }
}

/** `host` with its port. Loopback counts only with a `network` label of its own (1-model.md, "Sleep and network"). */
export function siteOf(host: string, network: string | null): string | null {
  const name = host.replace(/:\d+$/, '')
  if (!isLoopback(name)) return name
  return network === null ? null : `${network} ${name}`
}

function isLoopback(name: string): boolean {
  const bare = name.replace(/^\[|\]$/g, '')
  if (isIPv6(bare)) return bare === '::1' || /^::ffff:7f/.test(bare)
  return bare === 'localhost' || bare.endsWith('.localhost') || /^127\.\d+\.\d+\.\d+$/.test(bare)
}
