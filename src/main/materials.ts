import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { HeadersFrom } from '../shared/settings.ts'
import { readCredential } from './config/credentials.ts'
import { configError, fileTrouble } from './config/errors.ts'
import { createLimits, type Place } from './monitor/limits.ts'
import type { Materials } from './monitor/types.ts'

/** Commands that run at a time: a fleet whose tokens come from one must not start hundreds of processes at once. */
const commandsAtOnce = 8

/** Files and commands of the configuration, relative to its folder `baseDir`; `ending` ends the commands. */
export function createMaterials(baseDir: string, ending: AbortSignal): Materials {
  const places = createLimits({ total: commandsAtOnce, perHost: commandsAtOnce })

  /** Resolves with a place when its turn comes, or when its answer is not wanted any more. */
  function turn(signal: AbortSignal): Promise<Place> {
    const { promise, resolve: come } = Promise.withResolvers<Place>()
    const place = places.ask('commands', () => come(place))
    if (place.granted) come(place)
    else signal.addEventListener('abort', () => come(place), { once: true })
    return promise
  }

  async function read(from: HeadersFrom, signal: AbortSignal): Promise<string> {
    // The dialler puts the prefix before it.
    const header = await readCredential({ ...from, prefix: '' }, { baseDir, signal })
    return header[from.header] ?? ''
  }

  return {
    async readHeader(from, signal) {
      const either = signal === undefined ? ending : AbortSignal.any([signal, ending])
      if ('file' in from) return read(from, either)
      const place = await turn(either)
      try {
        return await read(from, either)
      } finally {
        place.release()
      }
    },
    async readPem(path) {
      const file = resolve(baseDir, path)
      return readFile(file, 'utf8').catch((error: unknown) => {
        const why = `The file ${file} (tls) cannot be read: ${fileTrouble(error)}.`
        throw configError('credential-unreadable', `${why} Check the path and its permissions.`)
      })
    },
  }
}
