import type { EndpointFacts } from '../../shared/screens.ts'
import { classify } from './classify.ts'
import { jsonOf, payloadOf } from './payload.ts'
import type { KeptEvent } from './rings.ts'
import type { Rules } from './rules.ts'

/** Heartbeats that are looked at for their count: more would hold the event loop up for nothing. */
const lookedAt = 500
const shownFields = 30
const longestValue = 200

type Fields = Readonly<Record<string, unknown>>

/** The newest heartbeat that is an event, and how many are missing by its own count; `newest` comes first. */
export function newestHeartbeat(newest: Iterable<KeptEvent>, rules: Rules): EndpointFacts['heartbeat'] {
  const beats = heartbeatsOf(newest, rules)
  const [beat] = beats
  if (beat === undefined) return null
  const fields = beats.map(({ data }) => fieldsOf(data)).filter((known) => known !== null)
  return {
    at: new Date(beat.at).toISOString(),
    type: beat.type,
    fields: shown(fieldsOf(beat.data) ?? {}),
    missed: missedOf(fields.toReversed()),
    counted: fields.length,
  }
}

function heartbeatsOf(newest: Iterable<KeptEvent>, rules: Rules): KeptEvent[] {
  const beats: KeptEvent[] = []
  for (const event of newest) {
    if (event.kind === 'event' && classify(rules, event.type, event.data).heartbeat) beats.push(event)
    if (beats.length >= lookedAt) break
  }
  return beats
}

function fieldsOf(data: string): Fields | null {
  const json = jsonOf(payloadOf(data))
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Fields) : null
}

function shown(fields: Fields): { name: string; value: string }[] {
  return Object.entries(fields)
    .slice(0, shownFields)
    .map(([name, value]) => ({
      name: name.slice(0, longestValue),
      value: (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, longestValue),
    }))
}

/** Names that promise a count of the heartbeats, the surest first; times grow by one as well. */
const countNames = [/beat.*(count|number|seq)|(count|number|seq).*beat/i, /count|seq|number/i]
const timeNames = /time|second|uptime|elapsed|remaining|duration|_ms$/i

/** Oldest first. Null where no field counts them. */
function missedOf(beats: readonly Fields[]): number | null {
  const names = Object.keys(beats.at(-1) ?? {}).filter((name) => !timeNames.test(name))
  for (const pattern of countNames) {
    for (const name of names.filter((candidate) => pattern.test(candidate))) {
      const steps = stepsOf(beats, name)
      // It counts them where most of what it does is to grow by one.
      const ones = steps.filter((step) => step === 1).length
      if (ones >= 2 && ones * 2 > steps.length) {
        return steps.reduce((missed, step) => missed + step - 1, 0)
      }
    }
  }
  return null
}

/** By how much the field grew from each heartbeat to the next; a new count (it went back) is no step. */
function stepsOf(beats: readonly Fields[], name: string): number[] {
  const steps: number[] = []
  let previous: number | null = null
  for (const beat of beats) {
    const value = Object.hasOwn(beat, name) ? beat[name] : null
    const count = typeof value === 'number' && Number.isSafeInteger(value) ? value : null
    if (count !== null && previous !== null && count > previous) steps.push(count - previous)
    previous = count
  }
  return steps
}
