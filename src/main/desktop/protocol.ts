import type { CustomScheme } from 'electron'
import { pageOrigin } from '../../shared/bridge.ts'
import { refusalAnswer, textAnswer } from '../api/answers.ts'
import type { Assets } from '../api/assets.ts'
import { notBuilt } from '../api/pages.ts'

/** The page's address: in the installed app, and in development the server that `npm run dev` starts. */
export interface PageAddress {
  readonly url: string
  readonly origin: string
}

export const scheme = 'heartline'

/** To be registered before the app is ready. Standard and secure: the page has an origin, and its CSP a `'self'`. */
export const pageScheme: CustomScheme = {
  scheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
}

export const appPage: PageAddress = { url: `${pageOrigin}/`, origin: pageOrigin }

/** Answers what the page asks for: the built interface's files, and nothing else of the disk. */
export function pageHandler(assets: Assets): (request: Pick<Request, 'url' | 'method'>) => Promise<Response> {
  return async ({ url, method }) => {
    const path = ownPath(url)
    if (path === null) return textAnswer('Only the page itself is here.', 'text/plain; charset=utf-8', 403)
    if (method !== 'GET' && method !== 'HEAD')
      return refusalAnswer({
        status: 405,
        code: 'method-not-allowed',
        message: 'The page is only read.',
        hint: 'Commands go over the contract.',
      })
    if (path === '/' && !(await assets.built())) return notBuilt()
    const answer = await assets.answer(path)
    return answer ?? textAnswer('There is no such file.', 'text/plain; charset=utf-8', 404)
  }
}

/** The path as it is written, since only names of a listing are ever read; null for another host. */
function ownPath(url: string): string | null {
  if (!url.startsWith(`${pageOrigin}/`)) return null
  return url.slice(pageOrigin.length).replace(/[?#].*$/s, '')
}
