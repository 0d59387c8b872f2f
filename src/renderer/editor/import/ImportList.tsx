import { useVirtualizer } from '@tanstack/react-virtual'
import { Info, KeyRound, TriangleAlert } from 'lucide-react'
import { type JSX, type ReactNode, useRef } from 'react'
import { inputClass } from '../../ui/style.ts'
import { doubleIds, type Entry, textOf } from './entries.ts'
import type { Import } from './use-import.ts'

/** The endpoints that the text holds, to be chosen and named. */
export function ImportList({ work }: { readonly work: Import }): JSX.Element {
  const { entries } = work
  const scroller = useRef<HTMLDivElement>(null)
  const double = doubleIds(entries)
  const chosen = entries.filter((entry) => entry.chosen).length
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 74,
    getItemKey: (at) => entries[at]?.key ?? at,
    overscan: 6,
  })
  return (
    <>
      <div className="flex items-center gap-2 border-b border-line px-3 py-2">
        <label className="flex flex-1 items-center gap-2">
          <input
            type="checkbox"
            className="size-4 accent-(--accent)"
            checked={chosen === entries.length}
            ref={(box) => {
              if (box !== null) box.indeterminate = chosen > 0 && chosen < entries.length
            }}
            onChange={(event) => work.choose(new Set(entries.map(({ key }) => key)), event.target.checked)}
          />
          All
        </label>
        <span className="text-xs text-faint">
          {chosen} of {entries.length} chosen
        </span>
      </div>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
        <ul className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((item) => {
            const entry = entries[item.index]
            if (entry === undefined) return null
            return (
              <li
                key={item.key}
                ref={rows.measureElement}
                data-index={item.index}
                className="absolute inset-x-0 top-0 border-b border-line px-3 py-2.5"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <Row entry={entry} work={work} isDouble={double.has(textOf(entry.fields, 'id'))} />
              </li>
            )
          })}
        </ul>
      </div>
    </>
  )
}

interface RowProps {
  readonly entry: Entry
  readonly work: Import
  readonly isDouble: boolean
}

function Row({ entry, work, isDouble }: RowProps): JSX.Element {
  const { key, fields, secrets, remarks, problems, chosen } = entry
  const url = textOf(fields, 'url')
  const title = textOf(fields, 'name') || textOf(fields, 'id') || url
  const more = `import-${key}-more`
  const wrong = (which: string) => problems.some(({ path }) => path[0] === which)
  return (
    <div className="flex gap-2.5">
      <input
        type="checkbox"
        aria-label={`Import ${title}`}
        aria-describedby={more}
        className="mt-1.5 size-4 flex-none accent-(--accent)"
        checked={chosen}
        onChange={(event) => work.choose(new Set([key]), event.target.checked)}
      />
      <div className="min-w-0 flex-1">
        <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-1.5">
          <input
            aria-label={`Name of ${url}`}
            placeholder={textOf(fields, 'id') || 'Name'}
            value={textOf(fields, 'name')}
            aria-invalid={wrong('name')}
            aria-describedby={more}
            spellCheck={false}
            className={inputClass}
            onChange={(event) => work.rename(key, 'name', event.target.value)}
          />
          <input
            aria-label={`Id of ${url}`}
            placeholder="Id"
            value={textOf(fields, 'id')}
            aria-invalid={isDouble || wrong('id')}
            aria-describedby={more}
            spellCheck={false}
            className={`${inputClass} font-mono text-xs`}
            onChange={(event) => work.rename(key, 'id', event.target.value.trim())}
          />
        </div>
        <p className="mt-1 truncate font-mono text-xs text-muted" title={url}>
          {url || 'no URL'}
        </p>
        <div id={more} className="text-xs break-words">
          {isDouble && chosen && (
            <Said icon="problem">Another of the chosen endpoints has the same id. Change one of them.</Said>
          )}
          {problems.map(({ path, message, hint, blocking }) => (
            <Said key={path.join('.') + message} icon={blocking === false ? 'remark' : 'problem'}>
              {path.length > 0 && <span className="font-mono">{path.join('.')}: </span>}
              {message} {hint}
            </Said>
          ))}
          {remarks.map((remark) => (
            <Said key={remark} icon="remark">
              {remark}
            </Said>
          ))}
          {secrets.map(({ name }) => (
            <Said key={name} icon="secret">
              A secret stood in it; the file will refer to it as <span className="font-mono">{name}</span>.
            </Said>
          ))}
        </div>
      </div>
    </div>
  )
}

const icons = {
  problem: { Icon: TriangleAlert, tone: 'text-failed' },
  remark: { Icon: Info, tone: 'text-late' },
  secret: { Icon: KeyRound, tone: 'text-muted' },
} as const

function Said({
  icon,
  children,
}: {
  readonly icon: keyof typeof icons
  readonly children: ReactNode
}): JSX.Element {
  const { Icon, tone } = icons[icon]
  return (
    <p className={`mt-1 flex gap-1.5 ${tone}`}>
      <Icon className="mt-px size-3.5 flex-none" aria-hidden="true" />
      <span className="min-w-0">{children}</span>
    </p>
  )
}
