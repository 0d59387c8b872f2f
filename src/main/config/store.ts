import { dirname, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { EndpointSettings } from '../../shared/settings.ts'
import type { Clock } from '../monitor/clock.ts'
import { type ConfigEdit, editConfig } from './edit/edit.ts'
import { writeAtomic } from './edit/write.ts'
import { type ConfigError, configError } from './errors.ts'
import { type FileContent, judgeContent, readContent } from './load.ts'
import { fileProblem, formatProblem, type Problem } from './problems.ts'
import type { ConfigReferences } from './references.ts'
import { systemWatchWorld, type WatchWorld, watchConfig } from './watch.ts'

export interface ConfigStoreOptions {
  readonly file: string
  /** True where nobody named the file: it may be missing, and then there are no endpoints. */
  readonly optional: boolean
  readonly references: ConfigReferences
  readonly clock: Clock
  /** The real file system by default. */
  readonly world?: WatchWorld
}

export type ConfigEvent =
  /** The settings in force are others now. */
  | { readonly kind: 'applied'; readonly endpoints: readonly EndpointSettings[] }
  /** What is wrong with the file now; empty when nothing is any more. */
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] }

export interface ConfigStore {
  /** Absolute. */
  readonly file: string
  /** The folder that paths in the configuration are relative to. */
  readonly baseDir: string
  /** The last good configuration, in force whatever the file holds now. */
  endpoints(): readonly EndpointSettings[]
  /** What is wrong with the file as it is now. */
  problems(): readonly Problem[]
  /** The returned function unsubscribes. */
  subscribe(listener: (event: ConfigEvent) => void): () => void
  /**
   * Changes the file, keeping its comments and order, and applies it. Rejects with a sentence, and leaves the file as
   * it was, where the result would be wrong, the file changed meanwhile, or it cannot be written.
   */
  edit(change: ConfigEdit): Promise<void>
  /** Looks at the file now. */
  reload(): Promise<void>
  close(): void
}

export interface ConfigStartError extends ConfigError {
  readonly problems: readonly Problem[]
}

/** While something outside the file is wrong (a certificate that is missing), it is judged again this often. */
const judgeAgain = 5000

/**
 * Reads the configuration and watches it. At the start a wrong file is an error: rejects with every mistake as
 * `file:line:column message`, one on a line. Later it stops nothing: the last good configuration stays in force.
 */
export async function createConfigStore(options: ConfigStoreOptions): Promise<ConfigStore> {
  const file = resolve(options.file)
  const world = options.world ?? systemWatchWorld(options.clock)
  const listeners = new Set<(event: ConfigEvent) => void>()
  let content = await world.read(file)
  let endpoints = begin(content)
  let problems: readonly Problem[] = []
  let cancelJudge: () => void = () => undefined
  let closed = false

  function begin(first: FileContent): readonly EndpointSettings[] {
    if (first.kind === 'missing' && options.optional) return []
    const result = judgeContent(first, file, options.references)
    if (result.ok) return result.endpoints
    throw startError(result.problems)
  }

  function tell(event: ConfigEvent): void {
    for (const listener of [...listeners]) listener(event)
  }

  function take(next: FileContent): void {
    content = next
    judge()
  }

  function judge(): void {
    cancelJudge()
    const result =
      content.kind === 'missing'
        ? { ok: false as const, problems: [gone(file)] }
        : judgeContent(content, file, options.references)
    if (result.ok) accept(result.endpoints)
    setProblems(result.ok ? [] : result.problems)
    if (!result.ok && content.kind === 'text' && !closed) cancelJudge = world.clock.after(judgeAgain, judge)
  }

  function accept(next: readonly EndpointSettings[]): void {
    if (isDeepStrictEqual(next, endpoints)) return
    endpoints = next
    tell({ kind: 'applied', endpoints })
  }

  function setProblems(next: readonly Problem[]): void {
    if (isDeepStrictEqual(next, problems)) return
    problems = next
    tell({ kind: 'problems', problems })
  }

  async function edit(change: ConfigEdit): Promise<void> {
    const before = await readContent(file)
    if (before.kind === 'unreadable') {
      throw configError(
        'config-unwritable',
        `The configuration file ${file} cannot be read: ${before.reason}.`,
      )
    }
    const text = before.kind === 'text' ? before.text : ''
    const edited = editConfig(text, change)
    const result = judgeContent({ kind: 'text', text: edited }, file, options.references)
    // A file that was wrong before may be edited on the way to being right.
    const wrong = result.ok ? [] : result.problems
    if (wrong.length > 0 && problems.length === 0) throw brokenBy(wrong)
    await writeAtomic(file, edited, before.kind === 'text' ? text : null)
    await watcher.check()
  }

  const watcher = watchConfig(file, content, take, world)
  return {
    file,
    baseDir: dirname(file),
    endpoints: () => endpoints,
    problems: () => problems,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    edit,
    reload: () => watcher.check(),
    close() {
      closed = true
      watcher.close()
      cancelJudge()
      listeners.clear()
    },
  }
}

function startError(problems: readonly Problem[]): ConfigStartError {
  const error = configError('config-broken', problems.map(formatProblem).join('\n'))
  return Object.assign(error, { problems })
}

function brokenBy(problems: readonly Problem[]): ConfigError {
  const first = problems.map(({ message, hint }) => (hint === null ? message : `${message} ${hint}`))
  return configError('config-broken', `The change was not saved: ${first.join(' ')}`)
}

function gone(file: string): Problem {
  const message = 'The configuration file is gone; what it said last stays in force.'
  return fileProblem(file, message, 'Put it back, or restart Heartline without it.')
}
