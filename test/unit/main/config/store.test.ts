import { describe, expect, it } from 'vitest'
import { createReferences, environmentSecrets } from '../../../../src/main/config/references.ts'
import {
  type ConfigEvent,
  type ConfigStoreOptions,
  createConfigStore,
} from '../../../../src/main/config/store.ts'
import { fakeWorld } from './world.ts'

const one = 'version: 1\nendpoints: [{ id: a, url: http://h }]\n'
const two = 'version: 1\nendpoints: [{ id: a, url: http://h }, { id: b, url: http://h }]\n'
const broken = 'version: 1\nendpoints: [{ id: a, url: ftp://h }]\n'

async function opened(first: string | null, more: Partial<ConfigStoreOptions> = {}) {
  const fake = fakeWorld(first)
  const references = createReferences({ env: {}, secrets: environmentSecrets({}) })
  const options = {
    file: '/etc/h.yaml',
    optional: false,
    references,
    clock: fake.world.clock,
    world: fake.world,
  }
  const store = await createConfigStore({ ...options, ...more })
  const told: string[] = []
  store.subscribe((event: ConfigEvent) => {
    if (event.kind === 'applied') told.push(`applied ${event.endpoints.map(({ id }) => id).join(' ')}`)
    else told.push(`problems ${event.problems.map(({ message }) => message).join(' ')}`)
  })
  return { fake, store, told, ids: () => store.endpoints().map(({ id }) => id) }
}

describe('at the start', () => {
  it('the file is in force', async () => {
    const { store, ids } = await opened(two)
    expect(ids()).toEqual(['a', 'b'])
    expect(store.problems()).toEqual([])
    expect(store).toMatchObject({ file: '/etc/h.yaml', baseDir: '/etc' })
  })

  it('a broken file is an error with every mistake and its place', async () => {
    await expect(opened(broken)).rejects.toMatchObject({
      code: 'config-broken',
      message: expect.stringMatching(/^\/etc\/h\.yaml:2:27 "ftp:\/\/h" is not an http or https URL\./),
      problems: [{ line: 2, column: 27 }],
    })
  })

  it('a file that was named must exist', async () => {
    await expect(opened(null)).rejects.toThrow('/etc/h.yaml:1:1 The configuration file does not exist.')
  })

  it('a file that nobody named may come later', async () => {
    const { fake, ids, store, told } = await opened(null, { optional: true })
    expect([ids(), store.problems()]).toEqual([[], []])
    fake.write(one)
    await fake.pass(1000)
    expect([ids(), told]).toEqual([['a'], ['applied a']])
  })
})

describe('while it runs', () => {
  it('a changed file is applied', async () => {
    const { fake, ids, told } = await opened(one)
    fake.write(two)
    await fake.pass(1000)
    expect([ids(), told]).toEqual([['a', 'b'], ['applied a b']])
  })

  it('a file that says the same in other words changes nothing', async () => {
    const { fake, told } = await opened(one)
    fake.write(`# a comment\n${one}`)
    await fake.pass(1000)
    expect(told).toEqual([])
  })

  it('a broken file leaves the last good one in force, and says what is wrong until it is mended', async () => {
    const { fake, ids, store, told } = await opened(one)
    fake.write(broken)
    await fake.pass(60_000)
    expect(ids()).toEqual(['a'])
    expect(store.problems()).toHaveLength(1)
    fake.write(two)
    await fake.pass(1000)
    expect(ids()).toEqual(['a', 'b'])
    expect(told).toEqual(['problems "ftp://h" is not an http or https URL.', 'applied a b', 'problems '])
  })

  it('a file that vanishes is missed, stops nothing, and is welcome back', async () => {
    const { fake, ids, told } = await opened(one)
    fake.write(null)
    await fake.pass(60_000)
    expect(ids()).toEqual(['a'])
    fake.write(one)
    await fake.pass(1000)
    expect(told).toEqual([
      'problems The configuration file is gone; what it said last stays in force.',
      'problems ',
    ])
  })

  it('what is wrong outside the file is found mended without a change of the file', async () => {
    const env: Record<string, string> = {}
    const references = createReferences({ env, secrets: environmentSecrets(env) })
    const { fake, told } = await opened(one, { references })
    fake.write(one.replace('http://h', `'http://\${env:HOST}'`))
    await fake.pass(10_000)
    env.HOST = 'h'
    await fake.pass(5000)
    expect(told).toEqual(['problems The environment variable HOST is not set.', 'applied a', 'problems '])
  })

  it('it is let go whole', async () => {
    const { fake, store, told } = await opened(one)
    fake.write(broken)
    await fake.pass(1000)
    store.close()
    expect([fake.timers, fake.watchers]).toEqual([0, 0])
    fake.write(two)
    await fake.pass(10_000)
    expect(told).toHaveLength(1)
  })
})
