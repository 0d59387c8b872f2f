import { parseArgs } from 'node:util'
import { nearest } from './config/nearest.ts'

/** What the command line and the environment ask for (7-interfaces.md, "Command line"). */
export interface Options {
  /** Null for the platform's own place. */
  readonly config: string | null
  readonly dataDir: string | null
  readonly demo: boolean
  readonly browser: boolean
  readonly host: string
  /** 0 for a free one. */
  readonly port: number
  readonly open: boolean
  readonly allowHosts: readonly string[]
  /** Null for a random one. */
  readonly token: string | null
  readonly check: boolean
}

export type CommandLine =
  | { readonly kind: 'run'; readonly options: Options }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  /** One sentence for standard error. */
  | { readonly kind: 'wrong'; readonly message: string }

type Environment = Readonly<Record<string, string | undefined>>
type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string }

const switches = ['demo', 'browser', 'no-open', 'check', 'help', 'version'] as const
const settings = ['config', 'data-dir', 'host', 'port', 'allow-host', 'token'] as const
type Switch = (typeof switches)[number]
type Setting = (typeof settings)[number]

interface Given {
  readonly switches: ReadonlySet<Switch>
  readonly settings: Readonly<Record<Setting, readonly string[]>>
}

export const helpText = `\
heartline: holds many Server-Sent-Events streams open at once, and judges each of them

  npm start -- [options]

  --config FILE       the YAML file; the platform's configuration folder by default  [HEARTLINE_CONFIG]
  --data-dir DIR      history, secrets, logs; the platform's data folder by default  [HEARTLINE_DATA_DIR]
  --demo              the fault lab's streams as endpoints, in a configuration of their own
  --browser           browser mode: the interface in the browser, without a window
  --host ADDRESS      where browser mode and the local API listen; 127.0.0.1 by default  [HEARTLINE_HOST]
  --port PORT         a free one by default  [HEARTLINE_PORT]
  --no-open           do not open a browser
  --allow-host NAME   another name that requests may bear in Host; may be given again
  --token TOKEN       instead of a random one  [HEARTLINE_TOKEN]
  --check             validate the configuration, print every mistake as file:line:column message
  --help, --version
`

/** Reads the arguments (without node and the script); what they leave out comes from `env`. */
export function parseCommandLine(args: readonly string[], env: Environment): CommandLine {
  const given = readArguments(args)
  if (!given.ok) return wrong(given.message)
  if (given.value.switches.has('help')) return { kind: 'help' }
  if (given.value.switches.has('version')) return { kind: 'version' }
  const conflict = conflictIn(given.value)
  if (conflict) return wrong(conflict)
  const options = settle(given.value, env)
  return options.ok ? { kind: 'run', options: options.value } : wrong(options.message)
}

function wrong(message: string): CommandLine {
  return { kind: 'wrong', message }
}

/** Not `strict`: its errors speak to programmers, and to several lines of them. */
function readArguments(args: readonly string[]): Outcome<Given> {
  const options = Object.fromEntries([
    ...switches.map((name) => [name, { type: 'boolean' as const }]),
    ...settings.map((name) => [name, { type: 'string' as const }]),
  ])
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true })
  const found = new Set<Switch>()
  const values: Record<Setting, string[]> = {
    config: [],
    'data-dir': [],
    host: [],
    port: [],
    'allow-host': [],
    token: [],
  }
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue
    if (token.kind === 'positional')
      return bad(`The argument ${quoted(token.value)} belongs to no option; --help lists them all.`)
    const { name, rawName, value } = token
    if (isSwitch(name)) {
      if (value !== undefined) return bad(`The option ${rawName} takes no value; leave ${quoted(value)} out.`)
      found.add(name)
    } else if (isSetting(name)) {
      if (isMissing(value, token.inlineValue === true))
        return bad(`The option ${rawName} needs a value behind it.`)
      values[name].push(value)
    } else return bad(unknownOption(rawName))
  }
  return { ok: true, value: { switches: found, settings: values } }
}

/** What looks like the next option is no value, unless it was joined with `=`. */
function isMissing(value: string | undefined, inline: boolean): value is undefined {
  return value === undefined || value === '' || (!inline && value.startsWith('-'))
}

function isSwitch(name: string): name is Switch {
  return switches.some((known) => known === name)
}

function isSetting(name: string): name is Setting {
  return settings.some((known) => known === name)
}

function unknownOption(rawName: string): string {
  const near = nearest(rawName.replace(/^-+/, ''), [...switches, ...settings])
  return `The option ${rawName} is not known; ${near ? `did you mean --${near}? ` : ''}--help lists them all.`
}

function conflictIn({ switches: on, settings: values }: Given): string | null {
  if (!on.has('demo')) return null
  if (values.config.length > 0)
    return '--demo brings a configuration of its own: leave --config or --demo out.'
  return on.has('check') ? '--check looks at your own configuration: leave --demo or --check out.' : null
}

function settle({ switches: on, settings: values }: Given, env: Environment): Outcome<Options> {
  const last = (name: Setting, variable: string): string | null =>
    values[name].at(-1) ?? (env[variable] || null)
  const named = (name: Setting, variable: string) => (values[name].length > 0 ? `--${name}` : variable)

  const port = last('port', 'HEARTLINE_PORT') ?? '0'
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    return bad(
      `${named('port', 'HEARTLINE_PORT')} is ${quoted(port)}, which is no port: give a whole number up to 65535, 0 for a free one.`,
    )
  const host = last('host', 'HEARTLINE_HOST') ?? '127.0.0.1'
  if (!isHostName(host))
    return bad(
      `${named('host', 'HEARTLINE_HOST')} is ${quoted(host)}, which is no address: give one without scheme and port, such as 127.0.0.1.`,
    )
  const token = last('token', 'HEARTLINE_TOKEN')
  // The value itself stays out of the sentence: it is a secret.
  if (token !== null && !/^[\x21-\x7e]+$/.test(token))
    return bad(
      `${named('token', 'HEARTLINE_TOKEN')} holds a blank or a character beyond ASCII, which no header carries: use letters and digits.`,
    )
  const stranger = values['allow-host'].find((name) => !isHostName(name))
  if (stranger !== undefined)
    return bad(
      `--allow-host is ${quoted(stranger)}, which is no name of a host: give it without scheme and port.`,
    )

  return {
    ok: true,
    value: {
      config: on.has('demo') ? null : last('config', 'HEARTLINE_CONFIG'),
      dataDir: last('data-dir', 'HEARTLINE_DATA_DIR'),
      demo: on.has('demo'),
      browser: on.has('browser'),
      host: host.replace(/^\[|\]$/g, ''),
      port: Number(port),
      open: !on.has('no-open'),
      allowHosts: values['allow-host'],
      token,
      check: on.has('check'),
    },
  }
}

/** A name, an IPv4 address, or an IPv6 address with or without brackets. */
function isHostName(text: string): boolean {
  return /^[\w.-]+$/.test(text) || /^\[?[0-9a-f:.]*:[0-9a-f:.]*\]?$/i.test(text.replace(/%[\w.-]+/, ''))
}

function quoted(text: string): string {
  return JSON.stringify(text)
}

function bad(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message }
}
