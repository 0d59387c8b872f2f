import type { ChartView, Trouble } from '../../shared/screens.ts'
import type { IncidentRecord } from '../monitor/incidents/types.ts'
import type { Range } from '../monitor/series/history.ts'
import type {
  Batch,
  EndpointBatch,
  HistoryState,
  IncidentQuery,
  PackedRecall,
  SlotBody,
  Transitions,
} from './types.ts'

/** What the history's thread is started with. */
export interface ThreadData {
  readonly file: string
  /** Bytes. */
  readonly cap: number
}

/** What the thread is asked, and what it answers. */
export interface Asks {
  write(batch: PackedBatch): null
  /** `now` in epoch ms. */
  recall(ids: readonly string[], now: number): ReadonlyMap<string, PackedRecall>
  chart(id: string, range: Range): ChartView | null
  transitions(ids: readonly string[], from: number, to: number, limit: number): readonly Transitions[]
  incidents(query: IncidentQuery): readonly IncidentRecord[]
  incident(id: string): IncidentRecord | null
  setCap(bytes: number): null
  /** The last one. */
  close(): null
}

export type AskName = keyof Asks

/** One question; its number comes back with the answer. */
export type Asked = { readonly [Name in AskName]: AskedOf<Name> }[AskName]

export interface AskedOf<Name extends AskName> {
  readonly number: number
  readonly name: Name
  readonly args: Readonly<Parameters<Asks[Name]>>
}

export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly trouble: Trouble }

/** How the file stands. */
export type StoreState = Omit<HistoryState, 'trouble'>

export type FromThread =
  /** The first. `era`: the highest that was used. `until`: epoch ms up to which it is on record. */
  | {
      readonly type: 'opened'
      readonly era: number
      readonly until: number | null
      readonly state: StoreState
    }
  | { readonly type: 'answer'; readonly number: number; readonly outcome: Outcome<unknown> }
  | { readonly type: 'state'; readonly state: StoreState }
  /** Now and then; `trouble`: why it could not be tidied. */
  | { readonly type: 'tidied'; readonly state: StoreState; readonly trouble: Trouble | null }
  /** Something a person should know. */
  | { readonly type: 'told'; readonly trouble: Trouble }

/** A batch in few pieces, which cross to the thread without being copied: a thousand endpoints are a thousand bodies. */
export interface PackedBatch {
  readonly until: number
  readonly ids: readonly string[]
  /** For each slot four numbers: its endpoint's place in `ids`, its time, its era, and the bytes of its body. */
  readonly slots: Float64Array<ArrayBuffer>
  /** One after the other. */
  readonly bodies: Uint8Array<ArrayBuffer>
  /** What most endpoints have not; with the place in `ids`. */
  readonly others: readonly (Omit<EndpointBatch, 'id' | 'slots'> & { readonly place: number })[]
  readonly incidents: Batch['incidents']
}

const numbersPerSlot = 4

export function packBatch({ until, endpoints, incidents }: Batch): PackedBatch {
  const slots: number[] = []
  let size = 0
  for (const [place, endpoint] of endpoints.entries())
    for (const { at, era, body } of endpoint.slots) {
      slots.push(place, at, era, body.length)
      size += body.length
    }
  const others = endpoints.flatMap(({ id: _id, slots: _slots, ...other }, place) =>
    other.memory === null && other.transitions.length === 0 && other.longSpans.length === 0
      ? []
      : [{ ...other, place }],
  )
  return {
    until,
    ids: endpoints.map(({ id }) => id),
    slots: Float64Array.from(slots),
    bodies: joined(endpoints, size),
    others,
    incidents,
  }
}

/** What may be handed over instead of copied. */
export function buffersOf({ slots, bodies }: PackedBatch): readonly ArrayBuffer[] {
  return [slots.buffer, bodies.buffer]
}

export function unpackBatch({ until, ids, slots, bodies, others, incidents }: PackedBatch): Batch {
  const bodiesOf = ids.map((): SlotBody[] => [])
  let taken = 0
  for (let index = 0; index < slots.length; index += numbersPerSlot) {
    const [place = 0, at = 0, era = 0, length = 0] = slots.subarray(index, index + numbersPerSlot)
    bodiesOf[place]?.push({ at, era, body: bodies.subarray(taken, taken + length) })
    taken += length
  }
  const otherOf = new Map(others.map(({ place, ...other }) => [place, other]))
  const endpoints = ids.map((id, place) => ({
    id,
    slots: bodiesOf[place] ?? [],
    ...(otherOf.get(place) ?? { longSpans: [], transitions: [], memory: null }),
  }))
  return { until, endpoints, incidents }
}

function joined(endpoints: readonly EndpointBatch[], size: number): Uint8Array<ArrayBuffer> {
  const bodies = new Uint8Array(size)
  let written = 0
  for (const endpoint of endpoints)
    for (const { body } of endpoint.slots) {
      bodies.set(body, written)
      written += body.length
    }
  return bodies
}
