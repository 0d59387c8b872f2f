import { readFile } from 'node:fs/promises'
import type { CallError, CallResult } from '../shared/contract.ts'
import type { SettingsView } from '../shared/screens.ts'
import type { EndpointSettings } from '../shared/settings.ts'
import { fileTrouble } from './config/errors.ts'
import { parseConfig } from './config/parse.ts'
import { type ConfigReferences, createReferences } from './config/references.ts'
import type { Lab } from './demo.ts'
import { StartError } from './problem.ts'

/** The fault lab's streams beside the user's own: there on request, and gone with one. */
export interface DemoStreams {
  /** Empty unless they are on. */
  endpoints(): readonly EndpointSettings[]
  start(): Promise<CallResult<null>>
  end(): Promise<CallResult<null>>
  close(): void
}

export interface DemoOptions {
  /** The lab's own configuration. */
  readonly file: string
  /** Starts the lab; `onEnd` hears a sentence if it ends by itself. Rejects with a `StartError`. */
  readonly startLab: (onEnd: (sentence: string) => void) => Promise<Lab>
  /** The endpoints are others now. */
  readonly onChange: () => void
  readonly tell: (told: Pick<SettingsView, 'demo' | 'demoProblem'>) => void
  readonly say: (sentence: string) => void
}

const done: CallResult<null> = { ok: true, value: null }

export function createDemoStreams(options: DemoOptions): DemoStreams {
  const { tell, say } = options
  let lab: Lab | null = null
  let endpoints: readonly EndpointSettings[] = []
  /** The start that is under way; whoever asks twice waits for the same. */
  let starting: Promise<CallResult<null>> | null = null
  let wanted = false

  async function begin(): Promise<CallResult<null>> {
    try {
      const text = await readText(options.file)
      const started = await options.startLab(ended)
      // Nobody wants it any more: it was ended while it started.
      if (!wanted) {
        started.close()
        return done
      }
      lab = started
      endpoints = endpointsOf(text, options.file, started.env)
    } catch (error) {
      leave(error instanceof StartError ? error.message : 'The demo did not start: a fault of its own.')
      if (!(error instanceof StartError)) throw error
      return { ok: false, error: { code: error.code, message: error.message, hint: error.hint } }
    }
    options.onChange()
    tell({ demo: 'on', demoProblem: null })
    return done
  }

  function ended(sentence: string): void {
    say(sentence)
    leave(sentence)
  }

  function leave(problem: string | null): void {
    lab?.close()
    lab = null
    wanted = false
    endpoints = []
    options.onChange()
    tell({ demo: 'off', demoProblem: problem })
  }

  return {
    endpoints: () => endpoints,
    start() {
      wanted = true
      if (lab !== null) return Promise.resolve(done)
      tell({ demo: 'starting', demoProblem: null })
      starting ??= begin().finally(() => {
        starting = null
      })
      return starting
    },
    async end() {
      leave(null)
      return done
    },
    close() {
      wanted = false
      lab?.close()
    },
  }
}

/** Where all streams are the lab's anyway (`--demo`), there is nothing to start, and nothing to end. */
export function onlyDemo(): Pick<DemoStreams, 'start' | 'end'> {
  const error: CallError = {
    code: 'demo-only',
    message: 'Heartline was started with --demo, so the demo streams are all that it watches.',
    hint: 'End it, and start it without --demo to watch your own.',
  }
  return { start: async () => done, end: async () => ({ ok: false, error }) }
}

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw wrongFile(`The demo's configuration ${file} cannot be read: ${fileTrouble(error)}.`)
  })
}

function endpointsOf(text: string, file: string, env: Lab['env']): readonly EndpointSettings[] {
  const secrets = { get: () => null, howToSet: () => 'The demo has no secrets.' }
  const references = createReferences({ env: { ...env }, secrets })
  const result = parseConfig(text, file, { references })
  if (!result.ok) throw wrongFile(`The demo's configuration ${file} has mistakes.`)
  return result.endpoints.map((settings) => besideOwn(settings, references))
}

function wrongFile(message: string): StartError {
  return new StartError('demo-config', message, 'It comes with Heartline: install that anew.')
}

/** Its id hardly meets one of the user's own, it is marked, and the lab's addresses stand in it. */
function besideOwn(settings: EndpointSettings, { resolve }: ConfigReferences): EndpointSettings {
  const { fallback, snapshotUrl } = settings
  return {
    ...settings,
    id: `demo-${settings.id}`,
    demo: true,
    url: resolve(settings.url),
    snapshotUrl: snapshotUrl && resolve(snapshotUrl),
    fallback: fallback && { ...fallback, url: resolve(fallback.url) },
  }
}
