import type { EditingHandlers } from '../handlers.ts'
import { notYet } from './not-yet.ts'

export function editingHandlers(): EditingHandlers {
  const refuse = () => notYet
  return {
    'config.form': refuse,
    'config.check': refuse,
    'config.save': refuse,
    'config.remove': refuse,
    'config.undo': refuse,
    'config.import': refuse,
  }
}
