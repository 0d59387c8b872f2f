import { randomBytes } from 'node:crypto'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import packageFile from '../../package.json' with { type: 'json' }
import type { AppInfo } from '../shared/contract.ts'
import { openSite } from './api/site.ts'
import { helpText, type Options, parseCommandLine } from './cli.ts'
import { checkConfig } from './config/load.ts'
import { platformPaths } from './config/paths.ts'
import { createReferences, environmentSecrets } from './config/references.ts'
import { createConfigStore } from './config/store.ts'
import { prepareDataDir } from './data-dir.ts'
import { type Lab, placeDemoConfig, startLab } from './demo.ts'
import { systemClock } from './monitor/clock.ts'
import { openInBrowser } from './open.ts'
import { demoConfig, gatewayProgram, rendererDir } from './places.ts'
import { sentencesOf } from './problem.ts'
import { logProblems } from './problem-log.ts'
import { contractHandlers } from './rpc/handlers.ts'
import { fleetSource, noticeSource } from './rpc/sources.ts'
import { openStopped } from './stopped.ts'
import { createMonitor } from './wiring.ts'

/** Browser mode as a process: wiring only. */

const { version } = packageFile
const clock = systemClock()
const say = (sentence: string): void => console.error(`heartline: ${sentence}`)

/** What there is to close; before the start is through, nothing that the process would not close by ending. */
let close: () => Promise<void> = async () => undefined

const needsNames =
  'Listening on every address, but requests may only bear localhost or 127.0.0.1 in Host: --allow-host NAME adds a name.'

function isEveryAddress(host: string): boolean {
  return host === '0.0.0.0' || host === '::'
}

function fail(error: unknown): never {
  for (const sentence of sentencesOf(error)) say(sentence)
  process.exit(1)
}

/** Where things are: named by the user, else the platform's own places; the demo keeps to a folder of its own. */
function placesOf(options: Options) {
  const own = platformPaths(process.env, process.platform, homedir())
  const base = resolve(options.dataDir ?? own.dataDir)
  const dataDir = options.demo ? join(base, 'demo') : base
  return {
    dataDir,
    configFile: options.demo ? join(dataDir, 'heartline.yaml') : resolve(options.config ?? own.configFile),
  }
}

function referencesFor(lab: Lab | null) {
  const env = { ...process.env, ...lab?.env }
  return createReferences({ env, secrets: environmentSecrets(env) })
}

async function check(options: Options): Promise<never> {
  const { lines, exitCode } = await checkConfig(placesOf(options).configFile, referencesFor(null))
  for (const line of lines) console.log(line)
  process.exit(exitCode)
}

async function startDemo(configFile: string): Promise<Lab> {
  await placeDemoConfig(demoConfig, configFile)
  return startLab({ program: gatewayProgram, onEnd: say, after: clock.after })
}

async function run(options: Options): Promise<void> {
  const { dataDir, configFile } = placesOf(options)
  await prepareDataDir(dataDir)
  const lab = options.demo ? await startDemo(configFile) : null
  const references = referencesFor(lab)
  const config = await createConfigStore({
    file: configFile,
    optional: options.config === null && !options.demo,
    references,
    clock,
  })
  const stopped = await openStopped(join(dataDir, 'stopped.json'), say)
  const monitor = createMonitor({
    clock,
    random: Math.random,
    env: process.env,
    config,
    references,
    stopped,
  })
  const { fleet, notices } = monitor
  logProblems(notices, say)
  const info = (): AppInfo => ({
    version,
    mode: 'browser',
    configFile,
    dataDir,
    demo: options.demo,
    problems: notices.current(),
  })
  const token = options.token ?? randomBytes(32).toString('base64url')
  const site = await openSite({
    host: options.host,
    port: options.port,
    allowHosts: options.allowHosts,
    token,
    fleet,
    contract: {
      handlers: contractHandlers(fleet, info),
      streams: { fleet: fleetSource(fleet), notices: noticeSource(notices) },
      after: clock.after,
      report: (error, where) => console.error(`heartline: a fault of its own in ${where}:`, error),
    },
    wall: clock.wall,
    version,
    rendererDir,
  })
  monitor.begin()

  close = async () => {
    monitor.close()
    lab?.close()
    await Promise.all([site.close(), stopped.settled()])
  }
  if (isEveryAddress(options.host) && options.allowHosts.length === 0) say(needsNames)
  console.log(JSON.stringify({ ready: true, url: site.url, api: site.api, token }))
  if (options.open) await openInBrowser(site.url, say)
}

async function end(): Promise<void> {
  const inOrder = close
  // The second signal is from somebody who does not want to wait.
  close = async () => undefined
  await inOrder()
  process.exit(0)
}

process.on('SIGINT', end).on('SIGTERM', end)
process.on('uncaughtException', fail).on('unhandledRejection', fail)
const commandLine = parseCommandLine(process.argv.slice(2), process.env)
switch (commandLine.kind) {
  case 'help':
    process.stdout.write(helpText)
    break
  case 'version':
    console.log(version)
    break
  case 'wrong':
    fail(commandLine.message)
    break
  case 'run':
    await (commandLine.options.check ? check(commandLine.options) : run(commandLine.options)).catch(fail)
}
