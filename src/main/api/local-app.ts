import { Hono } from 'hono'
import type { Access } from './access.ts'
import { refusalAnswer } from './answers.ts'
import { askerOf } from './app.ts'
import { noLocalToken, ownFault, strangerHost, strangerOrigin, unknownRoute } from './refusals.ts'
import { mountRoutes, type Route } from './routes.ts'

export interface LocalAppOptions {
  readonly access: Access
  readonly routes: readonly Route[]
  /** Is told of what went wrong inside; who asked gets only a sentence. */
  readonly report: (error: unknown, where: string) => void
}

/**
 * The desktop app's local API: the same routes behind the same door as in browser mode, without the page. The window
 * is the app's interface; a page would let the scripts' token edit the configuration and set secrets too. So there is
 * no cookie either: each request bears the token.
 */
export function createLocalApp({ access, routes, report }: LocalAppOptions): Hono {
  const app = new Hono()
  app.use(async (context, next) => {
    const headers = askerOf((name) => context.req.header(name))
    const stranger = access.stranger(headers)
    if (stranger) return refusalAnswer(stranger === 'host' ? strangerHost : strangerOrigin)
    return access.knows({ ...headers, cookie: undefined }) ? next() : refusalAnswer(noLocalToken)
  })
  mountRoutes(app, routes)
  app.all('*', () => refusalAnswer(unknownRoute))
  app.onError((error, context) => {
    report(error, `${context.req.method} ${context.req.path}`)
    return refusalAnswer(ownFault)
  })
  return app
}
