/**
 * Loaded into each contestant's process (`node --import`): tells its CPU time and its resident memory when asked, so
 * that all are read by the same hand.
 */

export interface Reading {
  /** Microseconds of CPU since the process began, user and system. */
  readonly cpu: number
  /** Resident bytes; after a collection where one was asked for. */
  readonly rss: number
}

export interface Ask {
  readonly ask: 'reading'
  readonly collect: boolean
}

function isAsk(message: unknown): message is Ask {
  return typeof message === 'object' && message !== null && 'ask' in message
}

process.on('message', (message) => {
  if (!isAsk(message)) return
  const { user, system } = process.cpuUsage()
  if (message.collect) globalThis.gc?.()
  const reading: Reading = { cpu: user + system, rss: process.memoryUsage.rss() }
  if (process.connected) process.send?.({ reading })
})
