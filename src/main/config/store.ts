import { dirname, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { EndpointSettings } from '../../shared/settings.ts'
import type { Clock } from '../monitor/clock.ts'
import { type ConfigEdit, editConfig } from './edit/edit.ts'
import { writeAtomic } from './edit/write.ts'
import { type ConfigError, configError } from './errors.ts'
import { type FileContent, judgeContent, largestFile, readContent } from './load.ts'
import { fileProblem, formatProblem, isBlocking, type Problem } from './problems.ts'
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
  /** The text of the file as it is now; null where there is none. Rejects where it cannot be read. */
  text(): Promise<string | null>
  /**
   * Changes the file, keeping its comments and order, and applies it. Rejects with a sentence, and leaves the file as
   * it was, where the result would be wrong, the file changed meanwhile, or it cannot be written.
   */
  edit(change: ConfigEdit): Promise<void>
  /**
   * The same by a function from the text as it is now (null for no file) to the text to come, one change after the
   * other. What `make` throws is what this rejects with; where it gives null, nothing is written. Resolves to the two
   * texts, or null.
   */
  rewrite(make: (text: string | null) => string | null): Promise<Rewritten | null>
  /** Looks at the file now. */
  reload(): Promise<void>
  /** Judges it again as it was read: something outside of it, such as a secret, is another now. */
  judge(): void
  close(): void
}

export interface Rewritten {
  /** Null where there was no file. */
  readonly before: string | null
  readonly after: string
}

export interface ConfigStartError extends ConfigError {
  readonly problems: readonly Problem[]
}

interface InForce {
  readonly endpoints: readonly EndpointSettings[]
  readonly problems: readonly Problem[]
}

/** While something outside the file is wrong (a certificate that is missing), it is judged again this often. */
const judgeAgain = 5000

/**
 * Reads the configuration and watches it. At the start a wrong file is an error: rejects with every mistake as
 * `file:line:column message`, one on a line. Later it stops nothing: the last good configuration stays in force. A
 * secret without a value is a problem that holds nothing back, at the start either.
 */
export async function createConfigStore(options: ConfigStoreOptions): Promise<ConfigStore> {
  const file = resolve(options.file)
  const world = options.world ?? systemWatchWorld(options.clock)
  const listeners = new Set<(event: ConfigEvent) => void>()
  let content = await world.read(file)
  let { endpoints, problems } = begin(content)
  let cancelJudge: () => void = () => undefined
  let closed = false
  let rewriting: Promise<unknown> = Promise.resolve()

  function begin(first: FileContent): InForce {
    if (first.kind === 'missing' && options.optional) return { endpoints: [], problems: [] }
    const result = judgeContent(first, file, options.references)
    if (result.ok) return result
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
    setProblems(result.problems)
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

  async function text(): Promise<string | null> {
    const found = await readContent(file)
    if (found.kind === 'text') return found.text
    // A new file with one endpoint in it would end all the others.
    if (found.kind === 'missing' && endpoints.length > 0)
      throw configError('config-unwritable', goneFor(file))
    if (found.kind === 'missing') return null
    const why = `The configuration file ${file} cannot be read: ${found.reason}.`
    throw configError('config-unwritable', why)
  }

  function rewrite(make: (text: string | null) => string | null): Promise<Rewritten | null> {
    const turn = rewriting.then(() => rewriteNow(make))
    rewriting = turn.catch(() => undefined)
    return turn
  }

  async function rewriteNow(make: (text: string | null) => string | null): Promise<Rewritten | null> {
    const before = await text()
    const after = make(before)
    if (after === null) return null
    if (Buffer.byteLength(after) > largestFile) throw tooLarge(file)
    const wrong = mistakesIn(after)
    if (wrong.length > 0) refuseMistakes(wrong, before === null ? [] : mistakesIn(before))
    if (after !== before) await writeAtomic(file, after, before)
    await watcher.check()
    return { before, after }
  }

  function mistakesIn(text: string): readonly Problem[] {
    return judgeContent({ kind: 'text', text }, file, options.references).problems.filter(isBlocking)
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
    text,
    async edit(change) {
      await rewrite((before) => editConfig(before ?? '', change))
    },
    rewrite,
    reload: () => watcher.check(),
    judge() {
      if (content.kind === 'text') judge()
    },
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

/** A file that was wrong before may be edited on the way to being right; any other change would not be applied. */
function refuseMistakes(wrong: readonly Problem[], before: readonly Problem[]): void {
  const [first] = wrong
  if (first === undefined || wrong.length < before.length) return
  if (before.length === 0) {
    const said = wrong.map(({ message, hint }) => (hint === null ? message : `${message} ${hint}`))
    throw configError('config-broken', `The change was not saved: ${said.join(' ')}`)
  }
  const why =
    'The change was not saved: the file has other mistakes, and takes no effect until they are mended.'
  throw configError('config-broken', `${why} ${formatProblem(first)}`)
}

function tooLarge(file: string): ConfigError {
  const message = `The change was not saved: the configuration file ${file} would be over 16MB.`
  return configError('config-unwritable', message)
}

function goneFor(file: string): string {
  return `The configuration file ${file} is gone. Put it back first, so that what it says is not lost.`
}

function gone(file: string): Problem {
  const message = 'The configuration file is gone; what it said last stays in force.'
  return fileProblem(file, message, 'Put it back, or restart Heartline without it.')
}
