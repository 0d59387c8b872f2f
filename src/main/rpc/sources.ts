import type { FleetPatch, Notice } from '../../shared/contract.ts'
import type { StreamSource } from '../../shared/rpc/feed.ts'
import type { Fleet } from '../monitor/types.ts'
import type { Watching } from '../monitor/watching/watching.ts'
import type { SettingsStore } from '../settings.ts'

/** The fleet as a stream: all views, then those that changed. */
export function fleetSource(fleet: Fleet): StreamSource<'fleet'> {
  return {
    snapshot: () => fleet.watched(),
    onPatch: (listener) => fleet.onChange(listener),
    merge: mergePatches,
  }
}

/** One patch with the effect of both: the later word on an endpoint counts. */
export function mergePatches(earlier: FleetPatch, later: FleetPatch): FleetPatch {
  const changed = new Map(earlier.changed.map((view) => [view.id, view]))
  const removed = new Set(earlier.removed)
  for (const id of later.removed) {
    changed.delete(id)
    removed.add(id)
  }
  for (const view of later.changed) {
    changed.set(view.id, view)
    removed.delete(view.id)
  }
  return { changed: [...changed.values()], removed: [...removed] }
}

/** The problems now in force, and who wants to know of changes. */
export interface NoticeBoard {
  current(): readonly Notice[]
  set(notices: readonly Notice[]): void
  onChange(listener: (notices: readonly Notice[]) => void): () => void
}

export function createNoticeBoard(initial: readonly Notice[] = []): NoticeBoard {
  const listeners = new Set<(notices: readonly Notice[]) => void>()
  let notices = initial
  return {
    current: () => notices,
    set(next) {
      notices = next
      for (const listener of listeners) listener(next)
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export function noticeSource(board: NoticeBoard): StreamSource<'notices'> {
  return {
    snapshot: () => board.current(),
    onPatch: (listener) => board.onChange(listener),
    merge: (_, later) => later,
  }
}

export function watchingSource(watching: Pick<Watching, 'view' | 'onChange'>): StreamSource<'watching'> {
  return {
    snapshot: () => watching.view(),
    onPatch: (listener) => watching.onChange(listener),
    merge: (_, later) => later,
  }
}

export function settingsSource(settings: SettingsStore): StreamSource<'settings'> {
  return {
    snapshot: () => settings.view(),
    onPatch: (listener) => settings.onChange(listener),
    merge: (_, later) => later,
  }
}
