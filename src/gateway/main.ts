import { createGateway } from './gateway.ts'
import { demoDoor, demoScript } from './lab/demo.ts'
import { readSettings, type Settings } from './settings.ts'

/** The gateway as a process: environment in, one line of JSON out when ready, SIGTERM or SIGINT to end it. */
async function main(): Promise<void> {
  const demo = process.env.DEMO === '1' || process.argv.includes('--demo')
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
