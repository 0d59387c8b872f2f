import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMaterials } from '../../../src/main/materials.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heartline-materials-'))
})
afterEach(() => rm(folder, { recursive: true }))

const from = (...command: string[]) => ({ command, header: 'Authorization', prefix: '' })

describe('what requests need from outside the configuration', () => {
  it('comes from no more than eight commands at a time, and all get their answer', async () => {
    const { readHeader } = createMaterials(folder, new AbortController().signal)
    const one = from('sh', '-c', 'echo + >> log; sleep 0.05; echo - >> log; echo token')
    const values = await Promise.all(Array.from({ length: 20 }, () => readHeader(one)))
    expect(new Set(values)).toEqual(new Set(['token']))
    const marks = (await readFile(join(folder, 'log'), 'utf8')).trim().split('\n')
    let running = 0
    const most = Math.max(...marks.map((mark) => (running += mark === '+' ? 1 : -1)))
    expect(marks).toHaveLength(40)
    expect(most).toBeLessThanOrEqual(8)
  })

  it('is given up in the queue too, and leaves the place to others', async () => {
    const { readHeader } = createMaterials(folder, new AbortController().signal)
    const unwanted = new AbortController()
    const slow = Array.from({ length: 8 }, () => readHeader(from('sleep', '60'), unwanted.signal))
    const queued = readHeader(from('echo', 'late'), unwanted.signal)
    const next = readHeader(from('echo', 'next'))
    unwanted.abort()
    const ends = await Promise.allSettled([...slow, queued])
    expect(ends.map(({ status }) => status)).toEqual(Array(9).fill('rejected'))
    expect(await next).toBe('next')
  })

  it('names a certificate file that cannot be read', async () => {
    const { readPem } = createMaterials(folder, new AbortController().signal)
    await expect(readPem('ca.pem')).rejects.toThrow(/ca\.pem \(tls\) cannot be read: it does not exist/)
  })
})
