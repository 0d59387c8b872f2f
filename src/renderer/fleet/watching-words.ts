import { assertNever } from '../../shared/assert.ts'
import type { Digest, WatchingView } from '../../shared/screens.ts'
import { counted } from '../ui/counted.ts'
import { shortMoment } from '../ui/times.ts'

export type Away = NonNullable<WatchingView['away']>

/** Why nobody sees the streams now, and what that means for them. `now` in epoch ms. */
export function awayWords(
  { cause, since, endpoints, hosts }: Away,
  now: number,
): { readonly lead: string; readonly rest: string } {
  const from = shortMoment(Date.parse(since), now)
  const streams = counted(endpoints, 'stream')
  switch (cause) {
    case 'local':
      return {
        lead: `This machine's network is at fault since ${from}: ${streams} on ${counted(hosts.length, 'host')} fell silent together.`,
        rest: 'Nothing is counted against them.',
      }
    case 'offline':
      return {
        lead: `This machine is offline since ${from}: nobody sees ${streams}.`,
        rest: 'Nothing is counted against them; they are tried as soon as there is a network.',
      }
    case 'sleep':
      return {
        lead: `This machine is asleep since ${from}: nobody sees ${streams}.`,
        rest: 'Nothing is counted against them; they are tried at the wake.',
      }
    default:
      return assertNever(cause)
  }
}

/** A piece of a sentence; with `id` it is the name of that endpoint. */
export interface Piece {
  readonly text: string
  readonly id: string | null
}

const beforeNames = ' failed: '

/** The digest's sentence, with the names of those that failed as pieces of their own, as far as it names them. */
export function digestPieces({ sentence, failed }: Digest): readonly Piece[] {
  const begin = sentence.indexOf(beforeNames)
  if (begin === -1) return [{ text: sentence, id: null }]
  const pieces: Piece[] = []
  let told = 0
  let at = begin + beforeNames.length
  for (const { id, name } of failed) {
    if (!sentence.startsWith(name, at)) break
    pieces.push({ text: sentence.slice(told, at), id: null }, { text: name, id })
    told = at + name.length
    at = told + ', '.length
  }
  return [...pieces, { text: sentence.slice(told), id: null }]
}
