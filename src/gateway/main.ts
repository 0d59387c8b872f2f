import { createGateway } from './gateway.ts'
import { demoDoor, demoScript } from './lab/demo.ts'
import { readSettings, type Settings } from './settings.ts'

/** The options of the process; everything else is set by the environment. */
const options = {
  demo: '--demo',
  /** For a parent that may be killed without a word: its end of the pipe closes all the same. */
  endWithStdin: '--end-with-stdin',
} as const

/** The gateway as a process: environment in, one line of JSON out when ready, SIGTERM or SIGINT to end it. */
async function main(): Promise<void> {
  const asked = process.argv.slice(2)
  const unknown = asked.filter((option) => !Object.values<string>(options).includes(option))
  if (unknown.length > 0) return fail(unknown.map(unknownOption))
  const demo = process.env.DEMO === '1' || asked.includes(options.demo)
  const read = readSettings(process.env)
  if (!read.ok) return fail(read.problems)
  const settings: Settings = demo ? { ...read.settings, lab: true } : read.settings
  const gateway = createGateway({ settings, ...(demo ? { doors: [demoDoor], scripts: [demoScript] } : {}) })
  const end = (): void => {
    gateway.close().then(
      () => process.exit(0),
      (error: unknown) => fail([`The gateway could not close: ${messageOf(error)}`]),
    )
  }
  try {
    const { url } = await gateway.listen()
    process.once('SIGTERM', end)
    process.once('SIGINT', end)
    if (asked.includes(options.endWithStdin)) process.stdin.once('end', end).once('error', end).resume()
    const door = gateway.lab?.doors.list().find(({ name }) => name === demoDoor)
    console.log(JSON.stringify({ ready: true, url, ...(door === undefined ? {} : { door: door.url }) }))
  } catch (error) {
    fail([listenProblem(error, settings)])
  }
}

function fail(problems: readonly string[]): void {
  for (const problem of problems) console.error(problem)
  process.exit(1)
}

const unknownOption = (option: string): string =>
  `There is no option ${option}: the gateway takes ${Object.values(options).join(' and ')}, and its settings from the environment.`

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function listenProblem(error: unknown, { host, port }: Settings): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken by another program: end that one, or set PORT to another (0 for a free one).`
    case 'EACCES':
      return `Port ${port} on ${host} is not allowed for this user: set PORT to one over 1023 (0 for a free one).`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST is "${host}", which is no address of this machine: set it to one, such as 127.0.0.1.`
    default:
      return `The gateway cannot listen on ${host}:${port}: ${messageOf(error)}. Set HOST and PORT to an address it may use.`
  }
}

void main()
