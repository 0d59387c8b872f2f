import type { AppInfo, CallError } from '../../../shared/contract.ts'
import type { DemoStreams } from '../../demo-streams.ts'
import type { AppHandlers } from '../handlers.ts'

export interface AppPorts {
  readonly info: () => AppInfo
  /** The person looks away now. Resolves with why that cannot be kept over a restart, or with null. */
  readonly looked: () => Promise<string | null>
  /** Shows a file or folder in the system's file manager; null where there is none. */
  readonly reveal: ((what: 'config' | 'data') => Promise<void>) | null
  readonly demo: Pick<DemoStreams, 'start' | 'end'>
}

const noFileManager: CallError = {
  code: 'no-file-manager',
  message: 'A page in the browser cannot show folders.',
  hint: 'Copy the path; the file is on the machine that Heartline runs on.',
}

/** Carries out what is asked of the program itself. */
export function appHandlers({ info, looked, reveal, demo }: AppPorts): AppHandlers {
  return {
    'app.info': () => ({ ok: true, value: info() }),
    async 'app.looked'() {
      const trouble = await looked()
      return trouble === null ? { ok: true, value: null } : { ok: false, error: notKept(trouble) }
    },
    async 'app.reveal'({ what }) {
      if (reveal === null) return { ok: false, error: noFileManager }
      await reveal(what)
      return { ok: true, value: null }
    },
    'demo.start': () => demo.start(),
    'demo.end': () => demo.end(),
  }
}

function notKept(trouble: string): CallError {
  return {
    code: 'looked-unwritable',
    message: `When you last looked cannot be kept: ${trouble}.`,
    hint: 'Mend that in the data folder.',
  }
}
