import { describe, expect, it } from 'vitest'
import type { FileContent } from '../../../../src/main/config/load.ts'
import { watchConfig } from '../../../../src/main/config/watch.ts'
import { fakeWorld } from './world.ts'

function watched(first: string | null = 'one') {
  const fake = fakeWorld(first)
  const told: string[] = []
  const say = (content: FileContent) => told.push(content.kind === 'text' ? content.text : content.kind)
  const known: FileContent = first === null ? { kind: 'missing' } : { kind: 'text', text: first }
  const watch = watchConfig('/etc/h.yaml', known, say, fake.world)
  return { fake, told, watch }
}

describe('a watched file', () => {
  it('is told when its content differs, once for a burst of events', async () => {
    const { fake, told } = watched()
    fake.write('half')
    await fake.pass(50)
    fake.write('whole')
    await fake.pass(99)
    expect(told).toEqual([])
    await fake.pass(1)
    expect(told).toEqual(['whole'])
  })

  it('is not told when it was only touched, or changed back', async () => {
    const { fake, told } = watched()
    fake.write('one')
    await fake.pass(5000)
    fake.write('two')
    fake.write('one')
    await fake.pass(5000)
    expect(told).toEqual([])
  })

  it('is found changed by the poll where no event comes', async () => {
    const { fake, told } = watched()
    fake.write('two', true)
    await fake.pass(1999)
    expect(told).toEqual([])
    await fake.pass(1)
    expect(told).toEqual(['two'])
  })

  it('is gone only when it stays away, and is told when it comes back, changed or not', async () => {
    const { fake, told } = watched()
    fake.write(null)
    await fake.pass(300)
    fake.write('two')
    await fake.pass(5000)
    expect(told).toEqual(['two'])
    fake.write(null)
    await fake.pass(5000)
    expect(told).toEqual(['two', 'missing'])
    fake.write('two')
    await fake.pass(5000)
    expect(told).toEqual(['two', 'missing', 'two'])
  })

  it('that cannot be read any more is told', async () => {
    const { fake, told } = watched()
    fake.refuse('it is a folder')
    await fake.pass(1000)
    expect(told).toEqual(['unreadable'])
  })

  it('is watched again by events after the folder was lost', async () => {
    const { fake, told } = watched()
    fake.breakWatch()
    expect(fake.watchers).toBe(0)
    await fake.pass(2000)
    expect(fake.watchers).toBe(1)
    fake.write('two')
    await fake.pass(100)
    expect(told).toEqual(['two'])
  })

  it('is let go whole: no timer, no watcher, nothing told', async () => {
    const { fake, told, watch } = watched()
    fake.write('two')
    watch.close()
    expect([fake.timers, fake.watchers]).toEqual([0, 0])
    await fake.pass(10_000)
    expect(told).toEqual([])
  })

  it('is looked at on demand', async () => {
    const { fake, told, watch } = watched()
    fake.write('two', true)
    await watch.check()
    expect(told).toEqual(['two'])
  })
})
