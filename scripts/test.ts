import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { chromium } from './chromium.ts'
import { ensureProgram, nginx, type Program, redisServer } from './programs.ts'
import { add, count, type Tally, tallyOf } from './tally.ts'

const root = dirname(import.meta.dirname)
const results = join(root, 'test-results', 'vitest.json')

const succeeds = (title: string, command: string, args: readonly string[]) => {
  console.log(`\n== ${title}`)
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    env: process.env,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (error) console.error(`${title}: ${error.message}`)
  return status === 0
}

const step = (name: string): Tally => count(succeeds(name, 'npm', ['run', '--silent', name]))

/** Every vitest project; the tally comes from its JSON report, since its exit status counts nothing. */
const tests = (): Tally => {
  rmSync(results, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`]
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const ok = succeeds('unit, integration, e2e', process.execPath, [vitest, 'run', ...reporters])
  return tallyOf(ok, existsSync(results) ? readFileSync(results, 'utf8') : null)
}

/** What was found goes on to the tests in the environment. */
const program = (needed: Program): Tally => {
  try {
    process.env[needed.variable] = ensureProgram(needed)
    return { passed: 0, failed: 0, skipped: 0 }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return count(false)
  }
}

const programs = [chromium, redisServer, nginx].map((needed) => () => program(needed))
const parts = [...programs, () => step('lint'), () => step('types'), () => step('build'), tests]
const { passed, failed, skipped } = parts.map((part) => part()).reduce(add)
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exitCode = failed === 0 ? 0 : 1
