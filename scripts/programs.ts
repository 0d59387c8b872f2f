import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A program of others that the tests run. */
export interface Program {
  /** With its article, as a sentence names it. */
  readonly title: string
  /** The environment variable that says which one to use, before all else. */
  readonly variable: string
  readonly names: readonly string[]
  /** Paths to look at after `PATH`. */
  places(): readonly string[]
  /** Arguments with which it says its version and ends. */
  readonly version: readonly string[]
  /** Debian's package. */
  readonly debian: string
  /** The service that Debian's package starts, if it does. */
  readonly service: string | null
  /** What else can be run where Debian's package cannot be had: a command and its arguments. */
  readonly elsewhere: readonly string[] | null
}

/** The machine that is looked at, or what a test makes of one. */
export interface Machine {
  readonly env: NodeJS.ProcessEnv
  isExecutable(path: string): boolean
  /** Whether Debian's packages can be installed: as root, on Debian or what is made of it. */
  isDebianRoot(): boolean
  /** Whether the program at that path runs at all with these arguments. */
  answers(path: string, args: readonly string[]): boolean
  /** Shows the command and what it says; @returns whether it succeeded. */
  run(command: string, args: readonly string[]): boolean
}

export const redisServer: Program = {
  title: 'a redis-server',
  variable: 'REDIS_SERVER_PATH',
  names: ['redis-server'],
  places: () => ['/usr/bin/redis-server', '/usr/local/bin/redis-server', '/opt/homebrew/bin/redis-server'],
  version: ['--version'],
  debian: 'redis-server',
  service: 'redis-server',
  elsewhere: null,
}

export const nginx: Program = {
  title: 'an nginx',
  variable: 'NGINX_PATH',
  names: ['nginx'],
  // Where Debian keeps it, which only root has on its PATH.
  places: () => [
    '/usr/sbin/nginx',
    '/usr/local/sbin/nginx',
    '/usr/local/bin/nginx',
    '/opt/homebrew/bin/nginx',
  ],
  version: ['-v'],
  debian: 'nginx',
  service: 'nginx',
  elsewhere: null,
}

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const thisMachine: Machine = {
  env: process.env,
  isExecutable,
  isDebianRoot: () => process.getuid?.() === 0 && existsSync('/etc/debian_version'),
  answers: (path, args) => spawnSync(path, args, { stdio: 'ignore' }).status === 0,
  run(command, args) {
    console.error(`$ ${command} ${args.join(' ')}`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    return spawnSync(command, args, { stdio: ['ignore', 2, 2], env }).status === 0
  },
}

type Seen = Pick<Machine, 'env' | 'isExecutable'>

/**
 * The program that the tests run: the one that its environment variable names, one of the usual names on `PATH`, or
 * a usual place.
 * @returns its path, or null where there is none
 */
export const findProgram = (program: Program, machine: Seen = thisMachine): string | null => {
  const named = machine.env[program.variable]
  if (named) return named
  const onPath = (machine.env.PATH ?? '')
    .split(delimiter)
    // An empty entry is the working folder, and no place for programs.
    .filter((folder) => folder !== '')
    .flatMap((folder) => program.names.map((name) => join(folder, name)))
  return [...onPath, ...program.places()].find(machine.isExecutable) ?? null
}

const trouble = (program: Program, what: string): Error =>
  new Error(
    `The tests need ${program.title}, and ${what}: ` +
      `install one ("apt-get install ${program.debian}" as root), or set ${program.variable} to the one to use.`,
  )

/**
 * @returns the path of the program that the tests run
 * @throws one sentence that says what to do, where there is none
 */
export const programPath = (program: Program, machine: Seen = thisMachine): string => {
  const path = findProgram(program, machine)
  if (path === null) throw trouble(program, 'none was found')
  return path
}

/**
 * Debian's packages of servers start them at once and at each start of the machine. The tests start their own, on
 * ports of their own, so what was only installed for them is ended and stays off. A policy-rc.d for the time of the
 * installation would do the same, but it holds for every package of the machine, and stays where the installation is
 * killed. `service` and `update-rc.d` know systemd and what came before it; in most containers nothing was started,
 * and they have nothing to do.
 */
const quieten = (service: string, machine: Machine): void => {
  machine.run('service', [service, 'stop'])
  machine.run('update-rc.d', [service, 'disable'])
}

const installFromDebian = (program: Program, machine: Machine): void => {
  if (!machine.isDebianRoot()) return
  // One that is there, and only does not answer, may be at somebody's service: it is not ended.
  const wasThere = findProgram(program, machine) !== null
  const installed =
    machine.run('apt-get', ['update']) &&
    machine.run('apt-get', ['install', '-y', '--no-install-recommends', program.debian])
  if (installed && !wasThere && program.service !== null) quieten(program.service, machine)
}

const installElsewhere = (program: Program, machine: Machine): void => {
  const [command, ...args] = program.elsewhere ?? []
  if (command !== undefined) machine.run(command, args)
}

/**
 * Finds a program that works, and installs one where there is none: Debian's as root on Debian, else from elsewhere.
 * @returns its path
 * @throws one sentence that says what to do, where all of it failed
 */
export const ensureProgram = (program: Program, machine: Machine = thisMachine): string => {
  for (const install of [() => undefined, installFromDebian, installElsewhere]) {
    install(program, machine)
    const path = findProgram(program, machine)
    if (path !== null && machine.answers(path, program.version)) return path
    // Nothing that is installed would be used in its place.
    const named = machine.env[program.variable]
    if (named) throw trouble(program, `the one that ${program.variable} names, ${named}, does not run`)
  }
  throw trouble(program, 'none was found or could be installed')
}
