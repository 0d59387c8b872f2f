import type { SecretHandlers } from '../handlers.ts'
import { notYet } from './not-yet.ts'

export function secretHandlers(): SecretHandlers {
  const refuse = () => notYet
  return { 'secrets.list': refuse, 'secrets.set': refuse, 'secrets.remove': refuse }
}
