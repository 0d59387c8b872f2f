import type { Notice } from '../shared/contract.ts'
import type { Watching } from './monitor/watching/watching.ts'
import type { NoticeBoard } from './rpc/sources.ts'

/**
 * Says on standard error what the page shows in a banner: each problem of the configuration once, those that stand
 * there already too, and when all are mended. On a jump host nobody has the page open.
 */
export function logProblems(board: NoticeBoard, say: (sentence: string) => void): void {
  let known = new Set<string>()
  const tell = (notices: readonly Notice[]): void => {
    const lines = notices.map(lineOf)
    for (const line of lines) if (!known.has(line)) say(line)
    if (lines.length === 0 && known.size > 0) say('The configuration is in order again, and in force.')
    known = new Set(lines)
  }
  tell(board.current())
  board.onChange(tell)
}

/** The same of a clock that was set: the charts have a gap or an overlap since, which nobody else explains. */
export function logClock({ onChange }: Pick<Watching, 'onChange'>, say: (sentence: string) => void): void {
  let known: string | undefined
  onChange(({ troubles }) => {
    const trouble = troubles.find(({ code }) => code === 'clock-set')
    if (trouble !== undefined && trouble.message !== known) say(`${trouble.message} ${trouble.hint}`)
    known = trouble?.message
  })
}

/** One problem is one line, as in `--check`. */
function lineOf({ file, line, column, message, hint }: Notice): string {
  const place = line === null ? file : `${file}:${line}:${column ?? 1}`
  return `${place} ${message} ${hint}`.replace(/\s*[\r\n]+\s*/g, ' ').trim()
}
