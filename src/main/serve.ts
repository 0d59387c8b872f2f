import { randomBytes } from 'node:crypto'
import { homedir, networkInterfaces } from 'node:os'
import { onlineByAddresses } from './addresses.ts'
import { ownArguments } from './arguments.ts'
import { helpText, type Options, parseCommandLine } from './cli.ts'
import { checkConfig } from './config/load.ts'
import { createReferences, environmentSecrets } from './config/references.ts'
import { environmentVault } from './config/secrets.ts'
import { openHeartline, placesOf, type Surroundings, version } from './heartline.ts'
import { openInBrowser } from './open.ts'
import { sentencesOf } from './problem.ts'

/** Browser mode as a process: wiring only. */

const { env } = process
const say = (sentence: string): void => console.error(`heartline: ${sentence}`)
const surroundings: Surroundings = {
  mode: 'browser',
  env,
  home: homedir(),
  openVault: async () => environmentVault(env),
  reveal: null,
  isOnline: onlineByAddresses(networkInterfaces),
  say,
}

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

async function check(options: Options): Promise<never> {
  const references = createReferences({ env, secrets: environmentSecrets(env) })
  const { lines, exitCode } = await checkConfig(placesOf(options, surroundings).configFile, references)
  for (const line of lines) console.log(line)
  process.exit(exitCode)
}

async function run(options: Options): Promise<void> {
  const heartline = await openHeartline(options, surroundings)
  const token = options.token ?? randomBytes(32).toString('base64url')
  const site = await heartline.openSite(options, token)
  heartline.begin()
  close = async () => {
    await Promise.all([heartline.close(), site.close()])
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
const commandLine = parseCommandLine(ownArguments(process), env)
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
