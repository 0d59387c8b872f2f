import type { JSX } from 'react'
import { stamp } from '../ui/times.ts'
import { useFleet } from '../use-fleet.ts'
import { since, span } from './time.ts'
import type { Traffic } from './traffic.ts'

const keys = [
  ['/', 'search'],
  ['j', 'k', 'move'],
  ['x', 'select'],
  ['?', 'shortcuts'],
  [/Mac|iPhone|iPad/.test(navigator.platform) ? '⌘ K' : 'Ctrl K', 'commands'],
] as const

/** How long the monitor has been watching, what comes in, and the keys. */
export function Footer(): JSX.Element {
  const about = useFleet((state) => state.about)
  return (
    <footer className="flex items-center gap-4.5 px-5 py-2 text-xs whitespace-nowrap text-faint">
      {about !== null && <Watching startedAt={about.startedAt} />}
      <Incoming />
      <span className="flex-1" />
      {keys.map((entry) => (
        <span key={entry[0]} className="flex items-center gap-1">
          {entry.slice(0, -1).map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
          {entry.at(-1)}
        </span>
      ))}
    </footer>
  )
}

function Watching({ startedAt }: { readonly startedAt: number }): JSX.Element {
  const now = useFleet((state) => state.now)
  return (
    <span className="min-w-40" title={`Since ${stamp(startedAt)}`}>
      Watching for {span(since(new Date(startedAt).toISOString(), now))}
    </span>
  )
}

function Incoming(): JSX.Element | null {
  const traffic = useFleet((state) => state.traffic)
  if (traffic === null) return null
  return (
    <>
      <span className="min-w-26">{figure(traffic.eventsPerSecond)} events/s</span>
      <span className="min-w-24">{volume(traffic)} in</span>
    </>
  )
}

/** Few digits, so that the figure can be read while it changes. */
function figure(value: number): string {
  return value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en')
}

function volume({ bytesPerSecond }: Traffic): string {
  const kilobytes = bytesPerSecond / 1024
  return kilobytes < 1024 ? `${figure(kilobytes)} KB/s` : `${figure(kilobytes / 1024)} MB/s`
}
