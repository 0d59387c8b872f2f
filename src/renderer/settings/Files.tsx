import { FolderOpen } from 'lucide-react'
import type { JSX } from 'react'
import { useApp } from '../use-app.ts'
import { useFleet } from '../use-fleet.ts'
import { Card, Line, Value } from './Card.tsx'
import { CopyButton } from './CopyButton.tsx'

/** Where everything is, so that it can be edited, kept in git, and backed up. */
export function Files(): JSX.Element | null {
  const about = useFleet((state) => state.about)
  const problems = useFleet((state) => state.problems.length)
  if (about === null) return null
  const { configFile, dataDir, mode } = about
  const files = [
    { label: 'Configuration', path: configFile, what: 'config' },
    { label: 'Data folder', path: dataDir, what: 'data' },
    { label: 'These settings', path: within(dataDir, 'settings.json'), what: 'data' },
  ] as const
  return (
    <Card title="Files" about="An edit of the configuration takes effect when the file is saved.">
      {files.map(({ label, path, what }) => (
        <Line key={label} label={label}>
          <Value>{path}</Value>
          {mode === 'desktop' && <Reveal what={what} label={label} />}
          <CopyButton text={path} what={`path: ${label}`} />
        </Line>
      ))}
      <p className="text-muted">
        {problems === 0
          ? 'The configuration is in order, and in force.'
          : `The configuration has ${problems === 1 ? 'a problem' : `${problems} problems`}, told above.`}
      </p>
    </Card>
  )
}

/** Leads to a file in the system's file manager; in the desktop app alone. */
export function Reveal({
  what,
  label,
}: {
  readonly what: 'config' | 'data'
  readonly label: string
}): JSX.Element {
  const { call, toasts } = useApp()
  const reveal = async () => {
    const result = await call('app.reveal', { what })
    if (!result.ok) toasts.complain(result.error)
  }
  return (
    <button
      type="button"
      className="btn btn-sm flex-none px-2"
      aria-label={`Show in folder: ${label}`}
      onClick={() => void reveal()}
    >
      <FolderOpen className="size-3" aria-hidden="true" />
      Show in folder
    </button>
  )
}

/** The monitor may run on another system than this page. */
function within(folder: string, name: string): string {
  const separator = folder.includes('\\') ? '\\' : '/'
  return `${folder}${folder.endsWith(separator) ? '' : separator}${name}`
}
