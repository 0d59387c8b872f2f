import { type ChildProcess, execFileSync } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCredential } from '../../../src/main/config/credentials.ts'

let baseDir = ''
const header = 'Authorization'
const prefix = 'Bearer '

beforeAll(() => {
  baseDir = mkdtempSync(join(tmpdir(), 'heartline-credentials-'))
  writeFileSync(join(baseDir, 'token.txt'), 'sekret\r\n')
  writeFileSync(join(baseDir, 'empty.txt'), '\n')
  writeFileSync(join(baseDir, 'lines.txt'), 'sekret\nsekret\n')
  writeFileSync(join(baseDir, 'big.txt'), 'sekret'.repeat(20_000))
  mkdirSync(join(baseDir, 'folder'))
  execFileSync('mkfifo', [join(baseDir, 'pipe')])
  writeFileSync(join(baseDir, 'token.sh'), '#!/bin/sh\necho "from $PWD $1"\n')
  writeFileSync(join(baseDir, 'plain.sh'), '#!/bin/sh\necho sekret\n')
  chmodSync(join(baseDir, 'token.sh'), 0o755)
})

afterAll(() => rmSync(baseDir, { recursive: true, force: true }))

const fromFile = (file: string) => readCredential({ file, header, prefix }, { baseDir })
const fromCommand = (command: readonly string[], timeoutMs?: number) =>
  readCredential({ command, header, prefix }, { baseDir, ...(timeoutMs === undefined ? {} : { timeoutMs }) })
const node = (script: string) => [process.execPath, '-e', script]

describe('from a file', () => {
  it('the header is read anew each time, without the line break at its end', async () => {
    expect(await fromFile('token.txt')).toEqual({ Authorization: 'Bearer sekret' })
    writeFileSync(join(baseDir, 'rotating.txt'), 'one')
    expect(await fromFile('rotating.txt')).toEqual({ Authorization: 'Bearer one' })
    writeFileSync(join(baseDir, 'rotating.txt'), 'two')
    expect(await fromFile(join(baseDir, 'rotating.txt'))).toEqual({ Authorization: 'Bearer two' })
  })

  it.each([
    [
      'nowhere.txt',
      'credential-unreadable',
      'cannot be read: it does not exist. Check the path and its permissions.',
    ],
    ['folder', 'credential-invalid', 'is no file, or is over 64KB: too long for a header.'],
    ['pipe', 'credential-invalid', 'is no file, or is over 64KB: too long for a header.'],
    ['big.txt', 'credential-invalid', 'is no file, or is over 64KB: too long for a header.'],
    ['empty.txt', 'credential-invalid', 'gave nothing, where a value for Authorization was expected.'],
    ['lines.txt', 'credential-invalid', 'gave more than one line or characters that no header may hold.'],
  ])('%s is refused in a sentence', async (file, code, end) => {
    const error = await fromFile(file).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code, message: `The file ${join(baseDir, file)} (headersFrom) ${end}` })
  })
})

describe('from a command', () => {
  it('the header is what it prints; it runs in the folder of the configuration', async () => {
    expect(await fromCommand(['./token.sh', '$HOME;x'])).toEqual({
      Authorization: `Bearer from ${baseDir} $HOME;x`,
    })
  })

  it('nothing is on its standard input', async () => {
    const script = "process.stdin.resume().on('end', () => console.log('ended'))"
    expect(await fromCommand(node(script))).toEqual({ Authorization: 'Bearer ended' })
  })

  it.each<readonly [string, readonly string[], string]>([
    [
      'that is not there',
      ['heartline-no-such-command', 'sekret'],
      'was not found. Name it with its whole path, or add its folder to PATH.',
    ],
    ['that may not be run', ['./plain.sh'], 'may not be run: it is not executable for this user.'],
    [
      'that fails',
      ['sh', '-c', 'echo sekret; echo sekret >&2; exit 3'],
      'ended with status 3. Run it by hand to see why.',
    ],
    [
      'that is killed',
      ['sh', '-c', 'echo sekret; kill -TERM $$'],
      'was ended by SIGTERM. Run it by hand to see why.',
    ],
    ['that prints too much', ['sh', '-c', 'yes sekret'], 'printed over 64KB: too long for a header.'],
    ['that prints nothing', ['true'], 'gave nothing, where a value for Authorization was expected.'],
    [
      'that prints lines',
      ['sh', '-c', 'echo sekret; echo sekret'],
      'gave more than one line or characters that no header may hold.',
    ],
  ])('%s is refused in a sentence that holds no secret', async (_, command, end) => {
    const error = await fromCommand(command).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ message: `The command ${command[0]} (headersFrom) ${end}` })
  })

  it('that does not answer is ended, even where it ignores the polite signal and leaves a child', async () => {
    const command = ['sh', '-c', "trap '' TERM; sleep 5; sleep 5"]
    const start = performance.now()
    await expect(fromCommand(command, 200)).rejects.toThrow(
      'The command sh (headersFrom) did not answer within 0.2 s and was ended. Run it by hand to see why.',
    )
    expect(performance.now() - start).toBeLessThan(3000)
  })

  it('whose output breaks off is ended, and said in a sentence', async () => {
    const breakOutput = (message: unknown): void => {
      const { process: child } = message as { readonly process: ChildProcess }
      setImmediate(() => child.stdout?.destroy(Object.assign(new Error('read EIO'), { code: 'EIO' })))
    }
    subscribe('child_process', breakOutput)
    const reading = fromCommand(['sleep', '5'])
    unsubscribe('child_process', breakOutput)
    await expect(reading).rejects.toThrow('gave no output that could be read: the system says EIO.')
  })

  it('is ended when its answer is no longer wanted', async () => {
    const cancel = new AbortController()
    const reading = readCredential(
      { command: ['sleep', '5'], header, prefix },
      { baseDir, signal: cancel.signal },
    )
    cancel.abort()
    await expect(reading).rejects.toThrow('was ended, because its answer is no longer wanted.')
  })
})
