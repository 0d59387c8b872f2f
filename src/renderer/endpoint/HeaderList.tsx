import type { JSX } from 'react'

interface HeaderListProps {
  readonly title: string
  readonly headers: Readonly<Record<string, string>>
}

/** Headers by name, folded until somebody wants to read them. */
export function HeaderList({ title, headers }: HeaderListProps): JSX.Element {
  const names = Object.keys(headers).sort()
  return (
    <details className="text-xs">
      <summary className="cursor-default rounded text-muted hover:text-text">
        {title} ({names.length})
      </summary>
      <dl className="mt-1 max-h-64 overflow-y-auto font-mono break-all">
        {names.map((name) => (
          <div key={name} className="py-px">
            <dt className="inline text-faint">{name}: </dt>
            <dd className="inline [unicode-bidi:isolate]">{headers[name]}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
