import { onTestFinished } from 'vitest'
import { stringify } from 'yaml'
import type { z } from 'zod'
import { parseConfig } from '../../src/main/config/parse.ts'
import { createReferences, environmentSecrets } from '../../src/main/config/references.ts'
import type { configSchema } from '../../src/main/config/schema/endpoint.ts'
import type { ConfigEvent, ConfigStore } from '../../src/main/config/store.ts'
import { createDrills, type Drills } from '../../src/main/drill/drills.ts'
import type { Earlier } from '../../src/main/history/earlier.ts'
import type { Recorder } from '../../src/main/history/recorder.ts'
import type { History } from '../../src/main/history/types.ts'
import type { IncidentBook } from '../../src/main/monitor/incidents/book.ts'
import type { Fleet } from '../../src/main/monitor/types.ts'
import type { Watching } from '../../src/main/monitor/watching/watching.ts'
import { createMonitor } from '../../src/main/wiring.ts'
import type { EndpointSettings } from '../../src/shared/settings.ts'
import type { EndpointDetail, EndpointView } from '../../src/shared/view.ts'
import { waitUntil } from './wait.ts'
import { type WarpClock, warpClock } from './warp-clock.ts'

type File = z.input<typeof configSchema>
/** An endpoint as one writes it in heartline.yaml. */
export type Written = Omit<NonNullable<File['endpoints']>[number], 'id'> & { readonly id?: string }
export type Defaults = NonNullable<File['defaults']>

export interface Engine {
  readonly fleet: Fleet
  readonly incidents: IncidentBook
  readonly watching: Watching
  readonly drills: Drills
  /** Null without a history. */
  readonly recorder: Recorder | null
  readonly clock: WarpClock
  /** The first endpoints began between these two times of the clock. */
  readonly begun: { readonly from: number; readonly to: number }
  /** What `onStopped` was told last. */
  readonly stopped: readonly string[]
  view(id?: string): EndpointView
  detail(id?: string): EndpointDetail
  /** Resolves to the first view that fits, asked every few milliseconds; rejects with the last one after `ms`. */
  until(fits: (view: EndpointView) => boolean, id?: string, ms?: number): Promise<EndpointView>
  phase(phase: EndpointView['phase'], id?: string, ms?: number): Promise<EndpointView>
  /** Passes the delay that the endpoint is waiting for. */
  hurry(id?: string): Promise<void>
  /** Passes the time until shortly after one that a view told. */
  passTo(told: string): void
  /** The configuration file changed to these endpoints. */
  rewrite(endpoints: readonly Written[]): void
  close(): void
}

export interface EngineOptions {
  /** Over the quick ones that `engine` brings along. */
  readonly defaults?: Defaults
  readonly env?: Readonly<Record<string, string>>
  /** The configuration's folder. */
  readonly baseDir?: string
  readonly stopped?: readonly string[]
  readonly random?: () => number
  readonly clock?: WarpClock
  /** What happens is kept there, and what `earlier` holds is gone on from. */
  readonly history?: History
  readonly earlier?: Earlier
}

/** Quick enough for a test, in the units of the file. */
const quick: Defaults = {
  retry: { base: '40ms', cap: '160ms', stableAfter: '30s' },
  connectTimeout: '2s',
  recheck: 0,
}

/**
 * The monitor as the app wires it, on real sockets, with a configuration that went through the YAML parser. An
 * endpoint without an id is called `it`. Closed when the test is over.
 */
export function engine(written: Written | readonly Written[], options: EngineOptions = {}): Engine {
  const { clock = warpClock(), history, earlier } = options
  const references = createReferences({
    env: options.env ?? {},
    secrets: environmentSecrets(options.env ?? {}),
  })
  const baseDir = options.baseDir ?? '/'
  let stopped: readonly string[] = options.stopped ?? []

  function parsed(endpoints: readonly Written[]): readonly EndpointSettings[] {
    const defaults = { ...quick, ...options.defaults, retry: { ...quick.retry, ...options.defaults?.retry } }
    const named = endpoints.map((endpoint) => ({ id: 'it', ...endpoint }))
    const result = parseConfig(stringify({ version: 1, defaults, endpoints: named }), 'heartline.yaml', {
      references,
      baseDir,
    })
    if (result.ok) return result.endpoints
    throw new Error(result.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  }

  const config = memoryConfig(parsed([written].flat()), baseDir)
  const monitor = createMonitor({
    clock,
    random: options.random ?? Math.random,
    env: {},
    config,
    references,
    stopped: {
      ids: new Set(stopped),
      save(ids) {
        stopped = ids
      },
      settled: () => Promise.resolve(),
    },
    ...(history && { history }),
  })
  const { fleet, incidents, watching, recorder } = monitor
  const drills = createDrills({ clock, fleet, references, dialler: monitor.probeDialler })
  onTestFinished(() => {
    drills.close()
    monitor.close()
  })
  const before = clock.now()
  monitor.begin(earlier)
  const begun = { from: before, to: clock.now() }

  function view(id = 'it'): EndpointView {
    const known = fleet.view(id)
    if (known === null) throw new Error(`There is no endpoint ${id}.`)
    return known
  }

  async function until(fits: (view: EndpointView) => boolean, id = 'it', ms = 10_000): Promise<EndpointView> {
    await waitUntil(
      () => fits(view(id)),
      ms,
      () => JSON.stringify(view(id), null, 1),
    )
    return view(id)
  }

  /** Told times are whole milliseconds, and the wall clock may be some off the other one. */
  function passTo(told: string): void {
    clock.skip(Math.max(0, Date.parse(told) - clock.shift() - clock.now()) + 2)
  }

  return {
    fleet,
    incidents,
    watching,
    drills,
    recorder,
    clock,
    begun,
    get stopped() {
      return stopped
    },
    view,
    detail(id = 'it') {
      const known = fleet.detail(id)
      if (known === null) throw new Error(`There is no endpoint ${id}.`)
      return known
    },
    until,
    phase: (phase, id = 'it', ms = 10_000) => until((seen) => seen.phase === phase, id, ms),
    async hurry(id = 'it') {
      const { retryAt } = await until(({ phase }) => phase === 'waiting', id)
      passTo(retryAt ?? '')
    },
    passTo,
    rewrite: (endpoints) => config.write(parsed(endpoints)),
    close: () => monitor.close(),
  }
}

function memoryConfig(
  first: readonly EndpointSettings[],
  baseDir: string,
): ConfigStore & { write(endpoints: readonly EndpointSettings[]): void } {
  let endpoints = first
  const listeners = new Set<(event: ConfigEvent) => void>()
  return {
    file: 'heartline.yaml',
    baseDir,
    endpoints: () => endpoints,
    problems: () => [],
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    text: () => Promise.resolve(null),
    edit: () => Promise.reject(new Error('This configuration is no file.')),
    rewrite: () => Promise.reject(new Error('This configuration is no file.')),
    reload: () => Promise.resolve(),
    judge: () => undefined,
    close: () => listeners.clear(),
    write(next) {
      endpoints = next
      for (const listener of listeners) listener({ kind: 'applied', endpoints })
    },
  }
}
