import { expect, it } from 'vitest'
import type { Editor } from '../../../../../src/main/config/editor/editor.ts'
import { configError } from '../../../../../src/main/config/errors.ts'
import { editingHandlers } from '../../../../../src/main/rpc/handlers/editing.ts'

function handlersWhose(undo: Editor['undo']) {
  const unused = () => Promise.reject(new Error('Not asked for.'))
  return editingHandlers({ form: unused, check: unused, save: unused, remove: unused, add: unused, undo })
}

it('a refusal of the configuration crosses as a value', async () => {
  const handlers = handlersWhose(() => Promise.reject(configError('cannot-undo', 'Too late.')))
  expect(await handlers['config.undo']({ undo: 'x' })).toEqual({
    ok: false,
    error: { code: 'cannot-undo', message: 'Too late.', hint: '' },
  })
})

it('a fault of its own does not look like one', async () => {
  const fault = Object.assign(new Error('EIO'), { code: 'EIO' })
  await expect(handlersWhose(() => Promise.reject(fault))['config.undo']({ undo: 'x' })).rejects.toBe(fault)
})

it('what was done is answered', async () => {
  expect(await handlersWhose(() => Promise.resolve())['config.undo']({ undo: 'x' })).toEqual({
    ok: true,
    value: null,
  })
})
