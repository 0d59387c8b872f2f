import { access } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Shows a place of Heartline's; of a file that does not exist yet, the nearest folder that does. */
export function revealer(
  reveal: (path: string) => void,
  places: { readonly configFile: string; readonly dataDir: string },
): (what: 'config' | 'data') => Promise<void> {
  return async (what) => {
    reveal(await existing(what === 'config' ? places.configFile : places.dataDir))
  }
}

async function existing(path: string): Promise<string> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  )
  const above = dirname(path)
  return isThere || above === path ? path : existing(above)
}
