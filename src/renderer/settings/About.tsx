import type { JSX } from 'react'
import { span } from '../fleet/time.ts'
import { stamp } from '../ui/times.ts'
import { useFleet } from '../use-fleet.ts'
import { Card, Line } from './Card.tsx'

export function About(): JSX.Element | null {
  const about = useFleet((state) => state.about)
  const now = useFleet((state) => state.now)
  if (about === null) return null
  const { version, mode, startedAt } = about
  return (
    <Card title="About">
      <Line label="Heartline">{version}</Line>
      <Line label="Mode">{mode === 'desktop' ? 'Desktop app' : 'Browser mode'}</Line>
      <Line label="Watching for">
        <span title={`Since ${stamp(startedAt)}`}>{span(Math.max(0, now - startedAt))}</span>
      </Line>
    </Card>
  )
}
