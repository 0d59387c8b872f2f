import { randomUUID } from 'node:crypto'
import { join, resolve } from 'node:path'
import packageFile from '../../package.json' with { type: 'json' }
import type { AppInfo } from '../shared/contract.ts'
import type { ServerOptions } from '../shared/rpc/server.ts'
import type { Address } from './api/listen.ts'
import { createLocalApi } from './api/local.ts'
import { apiRoutes } from './api/routes.ts'
import { openSite, type Site } from './api/site.ts'
import { appContract } from './app-contract.ts'
import type { Options } from './cli.ts'
import type { Surroundings as ConfigSurroundings } from './config/checks.ts'
import { createEditor } from './config/editor/editor.ts'
import { readTrouble } from './config/load.ts'
import { platformPaths } from './config/paths.ts'
import { createReferences } from './config/references.ts'
import type { SecretVault } from './config/secrets.ts'
import { createConfigStore } from './config/store.ts'
import { prepareDataDir } from './data-dir.ts'
import { type Lab, placeDemoConfig, type RunLab, startLab } from './demo.ts'
import { createDemoStreams, onlyDemo } from './demo-streams.ts'
import { createDrills } from './drill/drills.ts'
import { createCharts } from './history/charts.ts'
import { type Earlier, recallEarlier } from './history/earlier.ts'
import { openHistory } from './history/history.ts'
import { createKnownIncidents } from './history/known-incidents.ts'
import { followTrouble } from './history/troubles.ts'
import { openLooked } from './looked.ts'
import { systemClock } from './monitor/clock.ts'
import { presets } from './monitor/presets.ts'
import type { Fleet } from './monitor/types.ts'
import type { Watching } from './monitor/watching/watching.ts'
import { demoConfig, gatewayProgram, rendererDir } from './places.ts'
import { createProbes } from './probe/probes.ts'
import { logClock, logProblems } from './problem-log.ts'
import { revealer } from './reveal.ts'
import { keepEventRing, keepHistory, servedApi } from './settings/running.ts'
import { keptToken } from './settings/token.ts'
import { openSettings, type SettingsStore } from './settings.ts'
import { openStopped } from './stopped.ts'
import { createMonitor } from './wiring.ts'

/** The whole program without a window: what browser mode and the desktop app put their interface on. */
export interface Heartline {
  readonly fleet: Fleet
  readonly settings: SettingsStore
  /** What the system says of sleep and network goes there. */
  readonly watching: Watching
  readonly contract: ServerOptions
  /** The page, the local API and the contract on one address. Rejects with a `StartError`. */
  openSite(address: Address & Pick<Options, 'allowHosts'>, token: string): Promise<Site>
  /** Begins to watch what the configuration says; the desktop app's local API opens too where it is switched on. */
  begin(): void
  close(): Promise<void>
}

/** What the two modes have each in its own way. */
export interface Surroundings {
  readonly mode: AppInfo['mode']
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  /** Opens the secrets' store; what it keeps on the disk goes into `dataDir`. */
  readonly openVault: (dataDir: string) => Promise<SecretVault>
  /** Shows a file or folder, which is there, in the system's file manager; null where there is none. */
  readonly reveal: ((path: string) => void) | null
  /** Whether the system has a network: false is certain, true is a hint. Asked every 2 s. */
  readonly isOnline: () => boolean
  /** Runs the fault lab; a child of Node where this is left out. */
  readonly runLab?: RunLab
  /** One sentence for standard error. */
  readonly say: (sentence: string) => void
}

export const { version } = packageFile

/** Where things are: named by the user, else the platform's own places; the demo keeps to a folder of its own. */
export function placesOf(options: Options, { env, home }: Pick<Surroundings, 'env' | 'home'>) {
  const own = platformPaths(env, process.platform, home)
  const base = resolve(options.dataDir ?? own.dataDir)
  const dataDir = options.demo ? join(base, 'demo') : base
  return {
    dataDir,
    configFile: options.demo ? join(dataDir, 'heartline.yaml') : resolve(options.config ?? own.configFile),
  }
}

/** Puts the program together; nothing is watched before `begin`. Rejects with what keeps it from starting. */
export async function openHeartline(options: Options, surroundings: Surroundings): Promise<Heartline> {
  const { mode, say } = surroundings
  const { dataDir, configFile } = placesOf(options, surroundings)
  const clock = systemClock()
  const startedAt = clock.wall()
  await prepareDataDir(dataDir)
  const settings = await openSettings(join(dataDir, 'settings.json'), { mode, say })
  const opening = openHistory({
    file: join(dataDir, 'history.db'),
    cap: settings.view().history.cap,
    clock,
    say,
  })
  const lab = options.demo ? await startDemo(configFile) : null
  const env = { ...surroundings.env, ...lab?.env }
  const vault = await surroundings.openVault(dataDir)
  const references = createReferences({ env, secrets: vault })
  const config = await createConfigStore({
    file: configFile,
    optional: options.config === null && !options.demo,
    references,
    clock,
  })
  const stopped = await openStopped(join(dataDir, 'stopped.json'), say)
  const looked = await openLooked(join(dataDir, 'looked.json'), say)
  const history = await opening
  const ids = config.endpoints().map(({ id }) => id)
  /** Until the begin takes it: a thousand endpoints' last hour is large. */
  let earlier: Earlier | null = await recallEarlier(history, ids, clock.wall())
  const demo = createDemoStreams({
    file: demoConfig,
    startLab: runLab,
    onChange: () => monitor.refresh(),
    tell: settings.tell,
    say,
  })
  const monitor = createMonitor({
    clock,
    random: Math.random,
    env,
    config,
    references,
    stopped,
    history,
    beside: demo.endpoints,
    demo: options.demo,
    isOnline: surroundings.isOnline,
  })
  const { fleet, notices, watching, recorder } = monitor
  const charts = createCharts(fleet, recorder && { clock, history, recorder })
  const incidents = createKnownIncidents({ book: monitor.incidents, fleet, past: history, wall: clock.wall })
  const drills = createDrills({ clock, fleet, references, dialler: monitor.probeDialler })
  const editor = createEditor({
    store: config,
    references,
    titleOf: (preset) => presets[preset].title,
    newName: randomUUID,
  })
  logProblems(notices, say)
  logClock(watching, say)
  keepEventRing(settings, fleet)
  keepHistory(settings, history)
  followTrouble(history, (trouble) => watching.trouble('history', trouble))
  if (options.demo) settings.tell({ demo: 'on' })
  const probes = createProbes({ clock, references, dialler: monitor.probeDialler })
  const surroundingsOf = (): ConfigSurroundings => ({
    references,
    fileTrouble: readTrouble(),
    baseDir: config.baseDir,
  })

  async function startDemo(file: string): Promise<Lab> {
    await placeDemoConfig(demoConfig, file)
    return runLab((sentence) => {
      say(sentence)
      settings.tell({ demoProblem: sentence })
    })
  }

  function runLab(onEnd: (sentence: string) => void): Promise<Lab> {
    const { runLab: run } = surroundings
    return startLab({ program: gatewayProgram, onEnd, after: clock.after, ...(run && { run }) })
  }

  const info = (): AppInfo => ({
    version,
    mode,
    configFile,
    dataDir,
    demo: options.demo,
    lookedAt: looked.at(),
    startedAt,
    problems: notices.current(),
  })
  const contract = appContract({
    clock,
    app: {
      info,
      looked: () => looked.save(clock.wall()),
      reveal: surroundings.reveal && revealer(surroundings.reveal, { configFile, dataDir }),
      demo: options.demo ? onlyDemo() : demo,
    },
    monitor,
    charts,
    drills,
    incidents,
    editor,
    exchange: {
      vault,
      config,
      surroundings: surroundingsOf,
      referencesTo: (secrets) => createReferences({ env, secrets }),
    },
    probes,
    settings,
  })

  const routes = apiRoutes({ fleet, charts, incidents, drills, wall: clock.wall, version })
  const localApi =
    mode === 'desktop'
      ? createLocalApi({
          host: options.host,
          allowHosts: options.allowHosts,
          token: options.token ?? (await keptToken(join(dataDir, 'api-token'), say)),
          routes,
          after: clock.after,
          report: contract.report,
          tell: (api) => settings.tell({ api }),
        })
      : null
  if (localApi) settings.onApi(localApi.set)

  return {
    fleet,
    settings,
    watching,
    contract,
    async openSite(address, token) {
      const site = await openSite({
        ...address,
        token,
        routes,
        contract,
        rendererDir,
      })
      settings.tell({ api: servedApi(site, address.port, token) })
      return site
    },
    begin() {
      const taken = earlier
      earlier = null
      monitor.begin(taken)
      const { on, port } = settings.apiSetting()
      // A port of the command line is for this run; it is not kept.
      void localApi?.begin({ on, port: options.port || port }).catch((error: unknown) => {
        contract.report(error, 'opening the local API')
      })
    },
    async close() {
      probes.close()
      drills.close()
      monitor.close()
      demo.close()
      lab?.close()
      await Promise.all([
        stopped.settled(),
        settings.settled(),
        looked.settled(),
        history.close(),
        localApi?.close(),
      ])
    },
  }
}
