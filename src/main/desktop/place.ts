import type { Rectangle } from 'electron'
import * as z from 'zod'
import { fileTrouble } from '../config/errors.ts'
import { readKept, writeKept } from '../kept.ts'
import { sentencesOf } from '../problem.ts'

/** Where the window stands: of the screen's own points. Without a corner, the system places it. */
export interface Place {
  readonly x?: number | undefined
  readonly y?: number | undefined
  readonly width: number
  readonly height: number
  readonly maximized: boolean
}

export const leastSize = { width: 1024, height: 700 } as const
const standard: Place = { width: 1440, height: 900, maximized: false }

/** So much of the window's top must be on a screen, or nobody could take hold of it. */
const grip = { width: 120, height: 40 } as const

const whole = z.int().min(-100_000).max(100_000)
const schema = z.object({
  version: z.literal(1),
  x: whole.optional(),
  y: whole.optional(),
  width: z.int().min(1).max(100_000),
  height: z.int().min(1).max(100_000),
  maximized: z.boolean(),
})

/** The place as it may be taken on these screens (their work areas): one that is gone gives its windows up. */
export function onScreen(place: Place, screens: readonly Rectangle[]): Place {
  const { x, y, maximized } = place
  const screen =
    x === undefined || y === undefined
      ? undefined
      : screens.find((area) => holdsGrip(area, x, y, place.width))
  const room = screen ?? screens[0] ?? place
  const size = {
    width: Math.max(leastSize.width, Math.min(place.width, room.width)),
    height: Math.max(leastSize.height, Math.min(place.height, room.height)),
  }
  return screen === undefined ? { ...size, maximized } : { x, y, ...size, maximized }
}

function holdsGrip(area: Rectangle, x: number, y: number, width: number): boolean {
  const seen = Math.min(x + width, area.x + area.width) - Math.max(x, area.x)
  return seen >= grip.width && y >= area.y && y + grip.height <= area.y + area.height
}

export interface PlaceStore {
  /** As it was left; the standard one where there is none. */
  readonly last: Place
  /** Keeps it soon; what was told later wins. */
  save(place: Place): void
  /** Done when the last one is on the disk, or was reported as not to be written. */
  settled(): Promise<void>
}

export interface PlaceOptions {
  /** Runs `task` once after `ms`; the returned function cancels it. */
  readonly after: (ms: number, task: () => void) => () => void
  /** One sentence for standard error. */
  readonly say: (sentence: string) => void
}

/** A window that is dragged tells of many places; this long after the last one it is kept. */
const restsMs = 500

/** Never rejects: a window may open anywhere. */
export async function openPlace(file: string, { after, say }: PlaceOptions): Promise<PlaceStore> {
  let newest: Place | null = null
  let cancel: (() => void) | null = null
  let writing: Promise<void> = Promise.resolve()

  async function write(): Promise<void> {
    const place = newest
    newest = null
    if (place === null) return
    try {
      await writeKept(file, { version: 1, ...place })
    } catch (error) {
      say(`The window's place cannot be kept in ${file}: ${fileTrouble(error)}.`)
    }
  }

  function flush(): void {
    cancel?.()
    cancel = null
    writing = writing.then(write)
  }

  return {
    last: await read(file, say),
    save(place) {
      newest = place
      cancel?.()
      cancel = after(restsMs, flush)
    },
    settled() {
      flush()
      return writing
    },
  }
}

async function read(file: string, say: (sentence: string) => void): Promise<Place> {
  const initial = { version: 1 as const, ...standard }
  const kept = await readKept({ file, schema, initial, what: "The window's place", say }).catch(
    (error: unknown) => {
      // It loses nothing but a place.
      for (const sentence of sentencesOf(error)) say(sentence)
      return initial
    },
  )
  const { version: _, ...place } = kept
  return place
}
