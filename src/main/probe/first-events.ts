import type { EventView } from '../../shared/view.ts'

/** The events of a check that are shown: the first ones, their texts cut. */
export interface FirstEvents {
  /** `at` in epoch ms. */
  event(at: number, event: Omit<EventView, 'at' | 'kind' | 'cut'>): void
  comment(at: number, text: string): void
  views(): readonly EventView[]
  /** Their lines as the server may have sent them, for what tells one kind of server from another. */
  lines(): string
}

const most = 20
/** Characters of each text. */
const longest = 2048

export function createFirstEvents(): FirstEvents {
  const views: EventView[] = []

  function keep(at: number, event: Omit<EventView, 'at' | 'cut'>): void {
    if (views.length >= most) return
    const { type, data, lastEventId } = event
    views.push({
      ...event,
      at: new Date(at).toISOString(),
      type: beginning(type),
      data: beginning(data),
      lastEventId: lastEventId === null ? null : beginning(lastEventId),
      cut: [type, data, lastEventId ?? ''].some((text) => text.length > longest),
    })
  }

  return {
    event: (at, event) => keep(at, { ...event, kind: 'event' }),
    comment(at, text) {
      const bytes = Buffer.byteLength(text) + 1
      keep(at, { kind: 'comment', type: 'comment', data: text, lastEventId: null, bytes })
    },
    views: () => views,
    lines: () => views.flatMap(linesOf).join('\n'),
  }
}

/** Whether a space stood behind a comment's colon is not known any more. */
function linesOf({ kind, type, data }: EventView): readonly string[] {
  if (kind === 'comment') return [`:${data}`, `: ${data}`]
  return [`event: ${type}`, ...data.split('\n').map((line) => `data: ${line}`)]
}

/** A text of its own, never ending in half of a character: a slice would keep the whole chunk alive. */
function beginning(text: string): string {
  const last = text.charCodeAt(longest - 1)
  const cut = text.slice(0, last >= 0xd800 && last <= 0xdbff ? longest - 1 : longest)
  return ` ${cut}`.slice(1)
}
