import { isDeepStrictEqual } from 'node:util'
import type { EndpointKeys } from '../edit/edit.ts'
import { isPlain, type Plain } from '../edit/plain.ts'

/**
 * The keys that differ, as an update takes them: those that went are `undefined`, blocks key by key. What comes stands
 * before what goes, so that no block is empty in between.
 */
export function difference(before: Readonly<Plain>, after: Readonly<Plain>): EndpointKeys {
  const set = Object.entries(after).flatMap(([key, value]): [string, unknown][] => {
    const old = Object.hasOwn(before, key) ? before[key] : undefined
    if (isDeepStrictEqual(old, value)) return []
    return [[key, isPlain(old) && isPlain(value) ? difference(old, value) : value]]
  })
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key))
  return Object.fromEntries([...set, ...gone.map((key): [string, unknown] => [key, undefined])])
}
