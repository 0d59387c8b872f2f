import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { chromium } from '../../../scripts/chromium.ts'
import {
  ensureProgram,
  findProgram,
  type Machine,
  nginx,
  programPath,
  redisServer,
} from '../../../scripts/programs.ts'

interface Made {
  readonly env?: NodeJS.ProcessEnv
  /** Paths that can be run. */
  readonly there?: readonly string[]
  readonly broken?: readonly string[]
  readonly isDebianRoot?: boolean
  /** What a command that is run brings. */
  readonly brings?: (line: string) => readonly string[]
}

/** A machine with nothing on it but what is given; it writes down what was run. */
function machine(made: Made): Machine & { readonly ran: readonly string[] } {
  const there = new Set(made.there)
  const ran: string[] = []
  return {
    ran,
    env: made.env ?? { PATH: '/bin' },
    isExecutable: (path) => there.has(path),
    isDebianRoot: () => made.isDebianRoot ?? false,
    answers: (path) => there.has(path) && made.broken?.includes(path) !== true,
    run(command, args) {
      const line = [command, ...args].join(' ')
      ran.push(line)
      for (const path of made.brings?.(line) ?? []) there.add(path)
      return true
    },
  }
}

const installs = (name: string, path: string) => (line: string) =>
  line.startsWith('apt-get install') && line.endsWith(` ${name}`) ? [path] : []

describe('a program that the tests need', () => {
  it('is the one that the environment names, before all others', () => {
    const env = { PATH: '/bin', NGINX_PATH: '/opt/mine/nginx', REDIS_SERVER_PATH: '/opt/mine/redis' }
    const seen = machine({ env, there: ['/bin/nginx', '/bin/redis-server'] })
    expect(findProgram(nginx, seen)).toBe('/opt/mine/nginx')
    expect(findProgram(redisServer, seen)).toBe('/opt/mine/redis')
  })

  it('is the first one on PATH', () => {
    const env = { PATH: ['/none', '', '/a', '/b'].join(delimiter) }
    const seen = machine({ env, there: ['nginx', '/b/nginx', '/a/nginx', '/usr/sbin/nginx'] })
    expect(findProgram(nginx, seen)).toBe('/a/nginx')
  })

  it('is found in /usr/sbin, which may not be on PATH', () => {
    expect(findProgram(nginx, machine({ there: ['/usr/sbin/nginx'] }))).toBe('/usr/sbin/nginx')
    expect(findProgram(nginx, machine({ env: {}, there: ['/usr/sbin/nginx'] }))).toBe('/usr/sbin/nginx')
  })

  it('is a file that can be run', () => {
    const folder = mkdtempSync(join(tmpdir(), 'heartline-programs-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const path = join(folder, 'chromium')
    writeFileSync(path, '')
    // The real look at the machine, with a PATH of one folder.
    const before = { path: process.env.PATH, chromium: process.env.CHROMIUM_PATH }
    onTestFinished(() => {
      process.env.PATH = before.path
      if (before.chromium !== undefined) process.env.CHROMIUM_PATH = before.chromium
    })
    process.env.PATH = folder
    delete process.env.CHROMIUM_PATH
    chmodSync(path, 0o644)
    expect(findProgram(chromium)).not.toBe(path)
    chmodSync(path, 0o755)
    expect(findProgram(chromium)).toBe(path)
  })

  it('is missing in one line that says what to do', () => {
    expect(findProgram(nginx, machine({}))).toBeNull()
    expect(() => programPath(nginx, machine({}))).toThrow(
      'The tests need an nginx, and none was found: ' +
        'install one ("apt-get install nginx" as root), or set NGINX_PATH to the one to use.',
    )
    expect(() => programPath(redisServer, machine({}))).toThrow(
      /^The tests need a redis-server, and none was found: install one .*redis-server.* REDIS_SERVER_PATH .*\.$/,
    )
  })
})

describe('before the tests, a program', () => {
  it('that is there and answers is used as it is', () => {
    const seen = machine({ isDebianRoot: true, there: ['/usr/sbin/nginx'] })
    expect(ensureProgram(nginx, seen)).toBe('/usr/sbin/nginx')
    expect(seen.ran).toEqual([])
  })

  it('that is missing is installed by root on Debian, and the service that came with it is ended', () => {
    const seen = machine({ isDebianRoot: true, brings: installs('nginx', '/usr/sbin/nginx') })
    expect(ensureProgram(nginx, seen)).toBe('/usr/sbin/nginx')
    expect(seen.ran).toEqual([
      'apt-get update',
      'apt-get install -y --no-install-recommends nginx',
      'service nginx stop',
      'update-rc.d nginx disable',
    ])
  })

  it('that was there and does not answer may be in service, which goes on', () => {
    const seen = machine({ isDebianRoot: true, there: ['/usr/sbin/nginx'], broken: ['/usr/sbin/nginx'] })
    expect(() => ensureProgram(nginx, seen)).toThrow(/none was found or could be installed/)
    expect(seen.ran.filter((line) => line.startsWith('service'))).toEqual([])
  })

  it('that is missing elsewhere is one line that says what to do', () => {
    const seen = machine({})
    expect(() => ensureProgram(redisServer, seen)).toThrow(
      'The tests need a redis-server, and none was found or could be installed: ' +
        'install one ("apt-get install redis-server" as root), or set REDIS_SERVER_PATH to the one to use.',
    )
    expect(seen.ran).toEqual([])
  })

  it('that the environment names, and that does not run, is told so: no other would be used', () => {
    const env = { PATH: '/bin', NGINX_PATH: '/opt/mine/nginx' }
    const seen = machine({ env, isDebianRoot: true, there: ['/bin/nginx'] })
    expect(() => ensureProgram(nginx, seen)).toThrow(
      /^The tests need an nginx, and the one that NGINX_PATH names, \/opt\/mine\/nginx, does not run: /,
    )
    expect(seen.ran).toEqual([])
  })

  it("that is a Chromium comes from Playwright where Debian's cannot be had", () => {
    const path = chromium.places().at(-1) ?? ''
    const seen = machine({ brings: (line) => (line.includes('playwright-core') ? [path] : []) })
    expect(ensureProgram(chromium, seen)).toBe(path)
    expect(seen.ran).toEqual([expect.stringMatching(/cli\.js install chromium$/)])
  })
})
