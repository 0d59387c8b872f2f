/**
 * The stand-in holds only what Heartline uses. Whoever asks for more gets an error that says so, and not `undefined`,
 * which a test would pass with.
 */
export function strict<T extends object>(name: string, value: T): T {
  return new Proxy(value, {
    get(target, key, receiver) {
      if (typeof key === 'string' && !(key in target) && !quiet.has(key))
        throw new Error(
          `The stand-in for Electron has no ${name}.${key}: add it under test/helpers/electron.`,
        )
      const member: unknown = Reflect.get(target, key, receiver)
      return member
    },
  })
}

/** Asked of any object by `await`, JSON and the console. */
const quiet = new Set(['then', 'toJSON', 'nodeType', 'domain', 'captureRejections'])

/** An event as Electron's, with what it tells. */
export function eventOf<T extends object>(
  details: T,
): T & { preventDefault(): void; defaultPrevented: boolean } {
  const event = {
    ...details,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true
    },
  }
  return event
}
