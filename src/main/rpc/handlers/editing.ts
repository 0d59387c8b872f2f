import type { CallResult } from '../../../shared/contract.ts'
import type { Editor } from '../../config/editor/editor.ts'
import { isConfigError } from '../../config/errors.ts'
import type { EditingHandlers } from '../handlers.ts'

/** Carries out what forms ask of the configuration. */
export function editingHandlers(editor: Editor): EditingHandlers {
  return {
    'config.form': ({ id }) => answer(editor.form(id)),
    'config.check': (draft) => answer(editor.check(draft)),
    'config.save': ({ revision, ...draft }) => answer(editor.save(draft, revision)),
    'config.remove': ({ ids }) => answer(editor.remove(ids)),
    'config.undo': ({ undo }) => answer(editor.undo(undo).then(() => null)),
    'config.import': ({ endpoints }) => answer(editor.add(endpoints)),
  }
}

/** A refusal is an answer; a fault of the program's own goes on. */
async function answer<T>(asked: Promise<T>): Promise<CallResult<T>> {
  try {
    return { ok: true, value: await asked }
  } catch (error) {
    if (!isConfigError(error)) throw error
    // The sentence says how to mend it.
    return { ok: false, error: { code: error.code, message: error.message, hint: '' } }
  }
}
