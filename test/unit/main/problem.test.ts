import { expect, it } from 'vitest'
import { configError } from '../../../src/main/config/errors.ts'
import { StartError, sentencesOf } from '../../../src/main/problem.ts'

it('gives what is in the way and how to mend it in one sentence', () => {
  expect(sentencesOf(new StartError('data-dir', 'It cannot be written.', 'Choose another.'))).toEqual([
    'It cannot be written. Choose another.',
  ])
  expect(sentencesOf('The option -x is not known.')).toEqual(['The option -x is not known.'])
})

it('gives the first mistakes of a configuration, and how many more there are', () => {
  const mistakes = Array.from({ length: 8 }, (_, n) => `a.yaml:${n + 1}:1 Wrong.`)
  expect(sentencesOf(configError('config-broken', mistakes.slice(0, 2).join('\n')))).toEqual(
    mistakes.slice(0, 2),
  )
  expect(sentencesOf(configError('config-broken', mistakes.join('\n')))).toEqual([
    ...mistakes.slice(0, 5),
    '3 more mistakes: --check prints them all.',
  ])
})

it('gives a fault of its own with its stack', () => {
  expect(sentencesOf(new TypeError('x is not a function')).join()).toMatch(
    /^A fault of its own: TypeError: x is not a function\n {4}at /,
  )
  expect(sentencesOf(7)).toEqual(['A fault of its own: 7'])
})
