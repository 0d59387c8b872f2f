import type { KeyboardEvent } from 'react'
import type { Board } from './board.ts'

/** Keys of the focused charts; whatever they take goes no further. */
export function boardKeys(board: Board): (event: KeyboardEvent) => void {
  const acts: ReadonlyMap<string, () => void> = new Map([
    ['ArrowLeft', () => board.moveCursor(-1)],
    ['ArrowRight', () => board.moveCursor(1)],
    ['Shift+ArrowLeft', () => board.pan(-0.25)],
    ['Shift+ArrowRight', () => board.pan(0.25)],
    ['PageUp', () => board.moveCursor(-6)],
    ['PageDown', () => board.moveCursor(6)],
    ['Home', () => board.moveCursor(-100_000)],
    ['End', () => board.moveCursor(100_000)],
    ['+', () => board.zoom(0.5)],
    ['=', () => board.zoom(0.5)],
    ['-', () => board.zoom(2)],
  ])
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const act = acts.get(event.shiftKey && event.key.startsWith('Arrow') ? `Shift+${event.key}` : event.key)
    if (act === undefined) return
    event.preventDefault()
    act()
  }
}
