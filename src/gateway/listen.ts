import type { Server } from 'node:http'
import type { Environment } from './environment.ts'

/** Resolves to the port that was got. Rejects with the system's error, such as `EADDRINUSE`. */
export function listenOn(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const listening = (): void => {
      server.off('error', refused)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    }
    // A door asks again and again: what was refused must leave no listener behind.
    const refused = (error: Error): void => {
      server.off('listening', listening)
      reject(error)
    }
    server.once('listening', listening).once('error', refused).listen(port, host)
  })
}

/** What goes wrong while a server listens (no descriptor left for a connection) ends nothing; `tell` hears of it. */
export function outliveErrors(server: Server, tell: (sentence: string) => void): void {
  server.on('error', (error) => {
    // One that does not listen is being told why by `listenOn`.
    if (server.listening) tell(`A connection could not be taken: ${error.message}. The others go on.`)
  })
}

/** How often connections that have become idle are looked for while a server closes; milliseconds. */
const idleCheckMs = 10

/** Stops accepting, and resolves when every connection is gone: by itself, or cut after `withinMs`. */
export function closeServer(server: Server, withinMs: number, environment: Environment): Promise<void> {
  return new Promise((resolve) => {
    // A client that keeps its connection alive after the last answer would hold the server for seconds.
    const stopLooking = environment.every(idleCheckMs, () => server.closeIdleConnections())
    const cancelCut = environment.after(withinMs, () => server.closeAllConnections())
    server.close(() => {
      stopLooking()
      cancelCut()
      resolve()
    })
  })
}
