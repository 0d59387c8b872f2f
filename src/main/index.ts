import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { app, dialog } from 'electron'
import { ownArguments } from './arguments.ts'
import { type Options, parseCommandLine } from './cli.ts'
import { fileTrouble } from './config/errors.ts'
import { openDesktop } from './desktop/desktop.ts'
import { registerPageScheme } from './desktop/register.ts'
import { placesOf } from './heartline.ts'
import { StartError, sentencesOf } from './problem.ts'

/**
 * The desktop app: wiring only. Nothing here may wait for `ready` at the top level: Electron is ready only once this
 * module was evaluated.
 */

const { env } = process
const home = homedir()
const say = (sentence: string): void => console.error(`heartline: ${sentence}`)

/** Where nobody would see standard error, a box says it. */
function fail(error: unknown): void {
  const sentences = sentencesOf(error)
  for (const sentence of sentences) say(sentence)
  if (app.isPackaged && !process.stderr.isTTY) dialog.showErrorBox('Heartline', sentences.join('\n'))
  app.exit(1)
}

function start(options: Options): void {
  const { dataDir } = placesOf(options, { env, home })
  const profile = join(dataDir, 'window')
  try {
    mkdirSync(profile, { recursive: true })
  } catch (error) {
    throw new StartError(
      'data-dir',
      `The data folder ${dataDir} cannot be written: ${fileTrouble(error)}.`,
      'Mend that, or choose another folder with --data-dir.',
      { cause: error },
    )
  }
  app.setName('Heartline')
  // One instance for each data folder: the lock is kept in it.
  app.setPath('userData', profile)
  if (!app.requestSingleInstanceLock()) {
    say('It runs already: its window is in front now.')
    app.exit(0)
    return
  }
  registerPageScheme()
  void openDesktop({ options, env, home, say, fail }).catch(fail)
}

// A terminal that was closed is no reason to stop watching.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
process.on('uncaughtException', fail).on('unhandledRejection', fail)

const line = parseCommandLine(ownArguments(process), env)
if (line.kind === 'run' && !line.options.browser && !line.options.check) {
  try {
    start(line.options)
  } catch (error) {
    fail(error)
  }
} else if (line.kind === 'wrong') fail(line.message)
// What needs no window is the same program as without Electron.
else import('./serve.ts').catch(fail)
