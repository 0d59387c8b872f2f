import { join } from 'node:path'

/** From source this is `src/main`, built it is `out/main`: the project's folder is two up from either. */
const here = import.meta.dirname
const root = join(here, '..', '..')

/** The built interface. */
export const rendererDir = join(root, 'out', 'renderer')

export const demoConfig = join(root, 'resources', 'demo.yaml')

const fromSource = import.meta.filename.endsWith('.ts')

/** The reference gateway's program: the bundle beside this one, or its source beside this source. */
export const gatewayProgram = fromSource ? join(root, 'src', 'gateway', 'main.ts') : join(here, 'gateway.js')

/** The history's thread, likewise. */
export const historyProgram = fromSource ? join(here, 'history', 'worker.ts') : join(here, 'history.js')

/** The window's preload; there only when built. */
export const preloadFile = join(root, 'out', 'preload', 'index.cjs')
