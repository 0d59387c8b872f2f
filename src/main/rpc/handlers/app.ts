import type { AppInfo } from '../../../shared/contract.ts'
import type { AppHandlers } from '../handlers.ts'
import { notYet } from './not-yet.ts'

export interface AppPorts {
  readonly info: () => AppInfo
}

export function appHandlers({ info }: AppPorts): AppHandlers {
  const refuse = () => notYet
  return {
    'app.info': () => ({ ok: true, value: info() }),
    'app.looked': () => ({ ok: true, value: null }),
    'app.reveal': refuse,
    'demo.start': refuse,
    'demo.end': refuse,
  }
}
