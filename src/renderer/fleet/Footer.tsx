import type { JSX } from 'react'
import { useFleet } from '../use-fleet.ts'

const keys = [
  ['j', 'k', 'move'],
  ['r', 'retry'],
  ['s', 'stop'],
  ['/', 'search'],
  ['Esc', 'clear'],
] as const

/** The file that the fleet comes from, and the keys. */
export function Footer(): JSX.Element {
  const about = useFleet((state) => state.about)
  return (
    <footer className="flex items-center gap-4 px-5 py-2 text-xs text-faint">
      {about !== null && (
        <>
          <span className="whitespace-nowrap">Heartline {about.version}</span>
          <span className="min-w-0 truncate" title={about.configFile}>
            {about.configFile}
          </span>
        </>
      )}
      <span className="flex-1" />
      {keys.map((entry) => (
        <span key={entry[0]} className="flex items-center gap-1 whitespace-nowrap">
          {entry.slice(0, -1).map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
          {entry.at(-1)}
        </span>
      ))}
    </footer>
  )
}
