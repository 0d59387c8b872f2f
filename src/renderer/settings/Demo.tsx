import { FlaskConical } from 'lucide-react'
import type { JSX } from 'react'
import { useApp } from '../use-app.ts'
import { useFleet } from '../use-fleet.ts'
import { Card, Trouble } from './Card.tsx'
import { endDemo, startDemo } from './demo.ts'

/** The fault lab's streams: what every kind of trouble looks like, without having any. */
export function Demo(): JSX.Element {
  const app = useApp()
  const only = useFleet((state) => state.about?.demo === true)
  const demo = useFleet((state) => state.settings?.demo ?? 'off')
  const problem = useFleet((state) => state.settings?.demoProblem ?? null)
  return (
    <Card title="Demo streams" about="Marked as such everywhere, and never written into your configuration.">
      <p className="text-muted">{only ? onlyDemo : sentences[demo]}</p>
      {problem !== null && <Trouble>{problem}</Trouble>}
      {!only && (
        <button
          type="button"
          className="btn self-start"
          aria-disabled={demo === 'starting'}
          onClick={() => {
            if (demo === 'off') void startDemo(app)
            if (demo === 'on') void endDemo(app)
          }}
        >
          <FlaskConical className="size-3.5" aria-hidden="true" />
          {demo === 'on' ? 'Stop the demo' : 'Watch the demo streams'}
        </button>
      )}
    </Card>
  )
}

const onlyDemo =
  'Heartline was started with --demo: the fault lab’s streams are all it watches. Start it without to watch your own.'

const sentences = {
  off: 'A small server on this machine that breaks its streams on schedule: every state, alive, in a minute.',
  starting: 'The fault lab is starting…',
  on: 'The fault lab’s streams are watched beside your own, until you stop them or Heartline ends.',
} as const
