import { CircleCheck, TriangleAlert } from 'lucide-react'
import type { JSX } from 'react'
import { useFleet } from '../use-fleet.ts'
import { Card } from './Card.tsx'

const mostShown = 200

/** What is wrong with the configuration now, each with its place. */
export function Problems(): JSX.Element {
  const problems = useFleet((state) => state.problems)
  return (
    <Card title="Configuration problems">
      {problems.length === 0 ? (
        <p className="flex items-center gap-2">
          <CircleCheck className="size-4 flex-none text-live" aria-hidden="true" />
          None: the file is in order, and in force.
        </p>
      ) : (
        <>
          <p className="text-muted">
            {problems.every(({ blocking }) => blocking === false)
              ? 'All else of the file is in force.'
              : 'What was good before stays in force until these are mended.'}
          </p>
          <ul className="flex flex-col gap-2">
            {problems.slice(0, mostShown).map(({ file, line, column, message, hint }) => (
              <li key={`${file} ${line} ${column} ${message}`} className="flex gap-2 break-words">
                <TriangleAlert className="mt-px size-4 flex-none text-late" aria-hidden="true" />
                <span className="min-w-0">
                  <span className="font-medium">{message}</span> <span className="text-muted">{hint}</span>
                  <code className="block font-mono text-xs break-all text-muted">
                    {[file, line, column].filter((part) => part !== null).join(':')}
                  </code>
                </span>
              </li>
            ))}
            {problems.length > mostShown && (
              <li className="text-muted">And {problems.length - mostShown} more: --check lists them all.</li>
            )}
          </ul>
        </>
      )}
    </Card>
  )
}
