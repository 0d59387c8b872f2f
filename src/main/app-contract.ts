import type { ServerOptions } from '../shared/rpc/server.ts'
import type { Editor } from './config/editor/editor.ts'
import type { Drills } from './drill/drills.ts'
import type { Charts } from './history/charts.ts'
import type { KnownIncidents } from './history/known-incidents.ts'
import type { Clock } from './monitor/clock.ts'
import type { Probes } from './probe/probes.ts'
import { type AppPorts, appHandlers } from './rpc/handlers/app.ts'
import { editingHandlers } from './rpc/handlers/editing.ts'
import { type ExchangeHandlerPorts, exchangeHandlers } from './rpc/handlers/exchange.ts'
import { fleetHandlers } from './rpc/handlers/fleet.ts'
import { incidentHandlers } from './rpc/handlers/incidents.ts'
import { probeHandlers } from './rpc/handlers/probes.ts'
import { type SecretHandlerPorts, secretHandlers } from './rpc/handlers/secrets.ts'
import { settingsHandlers } from './rpc/handlers/settings.ts'
import { watchingHandlers } from './rpc/handlers/watching.ts'
import { fleetSource, noticeSource, settingsSource, watchingSource } from './rpc/sources.ts'
import type { SettingsStore } from './settings.ts'
import type { Monitor } from './wiring.ts'

/** The parts of the program that the interface speaks with. */
export interface ContractParts {
  readonly clock: Clock
  readonly app: AppPorts
  readonly monitor: Pick<Monitor, 'fleet' | 'watching' | 'notices'>
  readonly charts: Charts
  readonly drills: Pick<Drills, 'drill'>
  readonly incidents: KnownIncidents
  readonly editor: Editor
  readonly exchange: ExchangeHandlerPorts & Pick<SecretHandlerPorts, 'config'>
  readonly probes: Probes
  readonly settings: SettingsStore
}

/** Who carries out each command of the contract, and where its streams come from. */
export function appContract(parts: ContractParts): ServerOptions {
  const { clock, exchange, settings, charts, drills, probes } = parts
  const { fleet, watching, notices } = parts.monitor
  const { vault, config, surroundings } = exchange
  return {
    handlers: {
      ...appHandlers(parts.app),
      ...fleetHandlers({ fleet, charts, drills }),
      ...incidentHandlers({ incidents: parts.incidents, wall: clock.wall }),
      ...watchingHandlers(watching),
      ...editingHandlers(parts.editor),
      ...exchangeHandlers(exchange),
      ...probeHandlers({ probes, configFile: config.file, surroundings }),
      ...secretHandlers({ vault, config, fleet }),
      ...settingsHandlers(settings),
    },
    streams: {
      fleet: fleetSource(fleet),
      notices: noticeSource(notices),
      watching: watchingSource(watching),
      settings: settingsSource(settings),
    },
    after: clock.after,
    report: (error, where) => console.error(`heartline: a fault of its own in ${where}:`, error),
  }
}
