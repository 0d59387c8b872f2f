import { type Engine, type EngineOptions, engine, type Written } from '../../helpers/engine.ts'
import { type Behaviour, type HostileServer, hostileServer } from '../../helpers/hostile-server.ts'

export interface Rig {
  readonly server: HostileServer
  readonly it: Engine
}

/** One endpoint, `it`, against one behaviour. */
export async function against(
  behaviour: Behaviour,
  more: Partial<Written> = {},
  options: EngineOptions = {},
): Promise<Rig> {
  const server = await hostileServer({ '/': behaviour })
  return { server, it: engine({ url: server.url('/'), ...more }, options) }
}

/** Waits ten seconds at least before it tries again, so that what a failure left can be looked at. */
export const slow = { retry: { base: '20s', cap: '30s' } } as const

/** Kept events and comments in short. */
export const kinds = (it: Engine): readonly string[] =>
  it.detail().events.map(({ kind, type, data }) => `${kind} ${type} ${data}`)
