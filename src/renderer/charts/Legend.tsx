import type { JSX, ReactNode } from 'react'

interface ChartHeadProps {
  readonly title: string
  readonly note: string
  readonly children: ReactNode
}

/** A chart's title, what it measures, and its legend; always one line, so that nothing below it moves. */
export function ChartHead({ title, note, children }: ChartHeadProps): JSX.Element {
  return (
    <div className="flex h-6 items-center gap-2.5 px-3.5 text-xs whitespace-nowrap">
      <h2 className="font-semibold">{title}</h2>
      <span className="min-w-0 shrink-99 truncate text-faint" title={note}>
        {note}
      </span>
      <ul className="ml-auto flex min-w-0 gap-3.5 overflow-hidden text-[11px] text-muted">{children}</ul>
    </div>
  )
}

interface LegendItemProps {
  /** A CSS colour. */
  readonly colour: string
  readonly words: string
  /** CSS pixels of a line's width; a square without it. */
  readonly line?: number
}

export function LegendItem({ colour, words, line }: LegendItemProps): JSX.Element {
  return (
    <li className={`flex items-center gap-1.5 whitespace-nowrap ${line === undefined ? '' : 'min-w-19'}`}>
      <span
        aria-hidden="true"
        className={line === undefined ? 'size-2.25 rounded-xs' : 'w-3'}
        style={{ background: colour, ...(line !== undefined && { height: line }) }}
      />
      {words}
    </li>
  )
}
