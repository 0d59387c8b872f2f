import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import module from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The project's folder. */
export const root = dirname(import.meta.dirname)

/** Written as the last step of a build: the fingerprint of the sources that it was made of. */
export const stampFile = join(root, 'out', 'fingerprint')

const inputs = ['electron.vite.config.ts', 'package-lock.json', 'scripts/build.mjs']

const sourceFiles = () =>
  readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()

/**
 * Names the present state of everything that a build is made of: names, sizes and times, since reading all contents
 * at each start would cost more than the rare needless build.
 * @returns {string}
 */
export const fingerprint = () => {
  const hash = createHash('sha256')
  for (const path of [...inputs.map((input) => join(root, input)), ...sourceFiles()]) {
    const { size, mtimeMs } = statSync(path)
    hash.update(`${path} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

const requireNode = () => {
  if (Number(process.versions.node.split('.')[0]) >= 24) return
  console.error(
    `heartline: this is Node ${process.versions.node}, and Heartline needs Node 24 or later; ` +
      'start it with npm, which uses the one that "npm ci" installs ("npm rebuild node" repairs it)',
  )
  process.exit(1)
}

const isBuilt = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === fingerprint()

/**
 * Builds when the sources changed since the last build. It does so in a process of its own, so that the bundler's
 * memory is not the monitor's; everything that the build says goes to standard error, since the first line of
 * standard output that begins with `{` is the ready line. Ends this process where the build fails.
 * @returns {Promise<void>}
 */
export const ensureBuilt = async () => {
  requireNode()
  if (isBuilt()) return
  console.error('heartline: building, as this is the first start or the source changed')
  const build = spawn(process.execPath, [join(root, 'scripts', 'build.mjs'), '--quiet'], {
    stdio: ['ignore', 2, 2],
  })
  const leave = () => {
    build.kill()
    process.exit(0)
  }
  process.once('SIGINT', leave).once('SIGTERM', leave)
  const code = await new Promise((resolve, reject) => build.once('exit', resolve).once('error', reject))
  process.off('SIGINT', leave).off('SIGTERM', leave)
  if (code === 0) return
  console.error('heartline: the build failed, for the reason above; mend it and start again')
  process.exit(1)
}

/**
 * Runs one of the built programs, after a build where one is needed. It runs in this process and not in a child:
 * signals, exit status and standard input need no passing on.
 * @param {'serve' | 'gateway'} program
 * @returns {Promise<void>}
 */
export const run = async (program) => {
  await ensureBuilt()
  // V8's compiled code is kept beside the bundle: compiling it anew is a quarter of the time to the ready line.
  module.enableCompileCache(join(root, 'out', '.cache'))
  await import(pathToFileURL(join(root, 'out', 'main', `${program}.js`)).href)
}
