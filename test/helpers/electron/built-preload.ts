import { join } from 'node:path'
import { build } from 'vite'

let text: Promise<string> | null = null

/** The preload as the build makes it: one CommonJS script. Built once for each process that asks. */
export function builtPreload(): Promise<string> {
  text ??= make()
  return text
}

async function make(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      ssr: join(import.meta.dirname, '..', '..', '..', 'src', 'preload', 'index.ts'),
      rolldownOptions: { external: ['electron'], output: { format: 'cjs' } },
    },
  })
  const [made] = 'output' in result ? result.output : []
  if (made?.type !== 'chunk') throw new Error('The preload was not built.')
  return made.code
}
