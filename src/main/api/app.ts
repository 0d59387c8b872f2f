import { type Context, Hono } from 'hono'
import { socketPath } from '../../shared/rpc/socket.ts'
import type { Access, AskerHeaders } from './access.ts'
import { methodRefused, type Refusal, refusalAnswer } from './answers.ts'
import type { Assets } from './assets.ts'
import { howToGetIn, notBuilt, nothingHere, refusalPage } from './pages.ts'
import { noToken, ownFault, socketOnly, strangerHost, strangerOrigin, unknownRoute } from './refusals.ts'
import { mountRoutes, type Route } from './routes.ts'

export interface AppOptions {
  readonly access: Access
  readonly routes: readonly Route[]
  readonly assets: Assets
  /** Is told of what went wrong inside; who asked gets only a sentence. */
  readonly report: (error: unknown, where: string) => void
}

/** Browser mode's HTTP side: who may come in, the API, the page. */
export function createApp({ access, routes, assets, report }: AppOptions): Hono {
  const app = new Hono()

  app.use(async (context, next) => {
    const headers = askerOf((name) => context.req.header(name))
    const stranger = access.stranger(headers)
    if (stranger) return refuse(context, stranger === 'host' ? strangerHost : strangerOrigin)
    const exchanged = isProgram(context) ? null : exchangeToken(context, access, headers)
    if (exchanged) return exchanged
    if (access.knows(headers)) return next()
    return isProgram(context) ? refusalAnswer(noToken) : howToGetIn()
  })

  mountRoutes(app, routes)
  app.all(socketPath, () => refusalAnswer(socketOnly))
  app.all('/api', () => refusalAnswer(unknownRoute))
  app.all('/api/*', () => refusalAnswer(unknownRoute))
  app.get('*', async (context) => {
    const page = await assets.answer(context.req.path)
    if (page) return page
    return context.req.path === '/' && !(await assets.built()) ? notBuilt() : nothingHere()
  })
  app.all('*', () => refusalPage(methodRefused('GET, HEAD')))

  app.onError((error, context) => {
    report(error, `${context.req.method} ${context.req.path}`)
    return refuse(context, ownFault)
  })
  return app
}

/** Takes the deciding headers from wherever they stand. */
export function askerOf(header: (name: string) => string | undefined): AskerHeaders {
  return {
    host: header('host'),
    origin: header('origin'),
    authorization: header('authorization'),
    cookie: header('cookie'),
  }
}

/** Programs are answered JSON, people a page. */
function isProgram(context: Context): boolean {
  return /^\/(?:api|metrics|rpc)(?:\/|$)/.test(context.req.path)
}

function refuse(context: Context, refusal: Refusal): Response {
  return isProgram(context) ? refusalAnswer(refusal) : refusalPage(refusal)
}

/**
 * An address with `?token=` sets the cookie and leads to itself without the token, so that it stays neither in the
 * history nor in a referrer. Null where there is nothing to exchange.
 */
function exchangeToken(context: Context, access: Access, headers: AskerHeaders): Response | null {
  const url = new URL(context.req.url)
  const token = url.searchParams.get('token')
  if (token === null || context.req.method !== 'GET') return null
  const right = access.tokenIs(token)
  if (!right && !access.knows(headers)) return howToGetIn()
  url.searchParams.delete('token')
  // One slash at the front: two would be the name of another site.
  context.header('Location', `/${url.pathname.replace(/^[/\\]+/, '')}${url.search}`)
  context.header('Cache-Control', 'no-store')
  context.header('Referrer-Policy', 'no-referrer')
  if (right) context.header('Set-Cookie', access.setCookie)
  return context.body(null, 303)
}
