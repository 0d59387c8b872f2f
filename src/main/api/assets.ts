import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { errorCode } from '../config/errors.ts'
import { commonHeaders, pagePolicy } from './answers.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

/** Serves the built interface. */
export interface Assets {
  /** The file at this URL path, or null where there is none. */
  answer(path: string): Promise<Response | null>
  /** Whether the interface was built at all. */
  built(): Promise<boolean>
}

/**
 * The files of `folder` by their URL paths. Only names that a listing of the folder gave are ever read, so that no
 * path leads out of it, however it is written.
 */
export function createAssets(folder: string): Assets {
  async function list(): Promise<ReadonlyMap<string, string>> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(noneIfMissing)
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    return new Map(files.map((file) => [`/${relative(folder, file).split(sep).join('/')}`, file]))
  }

  return {
    async answer(path) {
      const file = (await list()).get(path === '/' ? '/index.html' : path)
      if (file === undefined) return null
      return new Response(await readFile(file), {
        headers: {
          ...commonHeaders,
          'Content-Type': types[extname(file)] ?? 'application/octet-stream',
          'Content-Security-Policy': pagePolicy,
          ...(path.startsWith('/assets/') ? immutable : {}),
        },
      })
    },
    async built() {
      return (await list()).has('/index.html')
    },
  }
}

/** The build puts a hash of the content into the names under `assets/`. */
const immutable = { 'Cache-Control': 'private, max-age=31536000, immutable' }

function noneIfMissing(error: unknown): [] {
  if (errorCode(error) === 'ENOENT') return []
  throw error
}
