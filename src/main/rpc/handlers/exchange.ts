import type { ExchangeHandlers } from '../handlers.ts'
import { notYet } from './not-yet.ts'

export function exchangeHandlers(): ExchangeHandlers {
  const refuse = () => notYet
  return { 'config.preview': refuse, 'config.export': refuse }
}
