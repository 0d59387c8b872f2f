import { failureKinds } from '../../shared/model/failure.ts'

/** The colour and the words of a reason for an attempt. `colour` is a CSS colour for both themes. */
export interface Reason {
  readonly words: string
  readonly colour: string
}

/**
 * Three families that colour-blind people can tell apart (red-orange for the way there, blue-violet for the answer,
 * yellow for a stream that was lost), and within each of them steps of lightness, far apart for those that meet often.
 */
const reasons: Readonly<Record<string, Reason>> = {
  refused: { words: 'refused', colour: 'light-dark(#c9452b, #ff7a5c)' },
  reset: { words: 'reset', colour: 'light-dark(#8f2412, #c2452b)' },
  dns: { words: 'no such name', colour: 'light-dark(#e58a76, #ffb8a6)' },
  unreachable: { words: 'unreachable', colour: 'light-dark(#5e1a10, #8f3422)' },
  'connect-timeout': { words: 'connect timeout', colour: 'light-dark(#b8705e, #e0937f)' },
  'http-status': { words: 'HTTP status', colour: 'light-dark(#6b4fc4, #a892ff)' },
  credentials: { words: 'credentials', colour: 'light-dark(#2b6cb8, #5aa9f0)' },
  'content-type': { words: 'not a stream', colour: 'light-dark(#40307f, #6f5bc0)' },
  certificate: { words: 'certificate', colour: 'light-dark(#174a80, #2f74b5)' },
  redirects: { words: 'redirects', colour: 'light-dark(#9fb6e3, #c4d6ff)' },
  silence: { words: 'silence', colour: 'light-dark(#c28a00, #f3c145)' },
  'end-of-stream': { words: 'end of stream', colour: 'light-dark(#857000, #b8a13a)' },
  'frame-too-large': { words: 'frame too large', colour: 'light-dark(#5c5200, #837632)' },
  'told-error': { words: 'told error', colour: 'light-dark(#dcb95a, #ffe39a)' },
  live: { words: 'got through', colour: 'light-dark(#67727f, #94a0b0)' },
  rotation: { words: 'rotation', colour: 'light-dark(#8b96a5, #6f7c90)' },
}

/** An unknown reason says its own name. */
export function reasonOf(name: string): Reason {
  return reasons[name] ?? { words: name.replaceAll('-', ' '), colour: 'light-dark(#67727f, #94a0b0)' }
}

const order = new Map<string, number>(failureKinds.map((kind, index) => [kind, index]))

/** The reasons that occur at all, always in the same order, so that a stack keeps its layers. */
export function reasonsIn(attempts: Readonly<Record<string, readonly number[]>>): readonly string[] {
  const place = (name: string) => order.get(name) ?? order.size
  return Object.keys(attempts)
    .filter((name) => attempts[name]?.some((count) => count > 0))
    .sort((a, b) => place(a) - place(b) || a.localeCompare(b))
}
