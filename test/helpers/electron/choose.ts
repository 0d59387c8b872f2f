import { windowTrouble } from '../../../scripts/display.mjs'
import { electronProgram } from '../../../scripts/electron.mjs'

/** What the flows of the desktop app run on, and for the stand-in why: a run says it. */
export type Ground =
  | { readonly kind: 'electron'; readonly program: string; readonly name: string }
  | { readonly kind: 'stand-in'; readonly name: string; readonly why: string }

export interface Machine {
  /** Electron's program; null where it is not installed. Nothing is downloaded for a test. */
  readonly program: string | null
  /** What keeps a window from being shown; null where nothing does. */
  readonly windowTrouble: () => Promise<string | null>
}

/** Electron where it is installed and has a display, and the stand-in everywhere else. */
export async function chooseGround({ program, windowTrouble: ask }: Machine): Promise<Ground> {
  const standIn = { kind: 'stand-in', name: 'desktop, on the stand-in for Electron' } as const
  if (program === null) return { ...standIn, why: 'its program is not installed ("npx install-electron")' }
  const why = await ask()
  return why === null ? { kind: 'electron', program, name: 'desktop, on Electron' } : { ...standIn, why }
}

/** As this machine is. */
export const groundHere = (): Promise<Ground> =>
  chooseGround({
    program: electronProgram(),
    windowTrouble: () =>
      windowTrouble({ platform: process.platform, env: process.env, uid: process.getuid?.() }),
  })

/** For the person who started the run. */
export const sentenceOf = (ground: Ground): string =>
  ground.kind === 'electron'
    ? `The desktop's flows run on Electron: ${ground.program}`
    : `The desktop's flows run on the stand-in for Electron: ${ground.why}`
