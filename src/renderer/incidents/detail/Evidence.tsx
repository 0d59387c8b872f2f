import { type JSX, useState } from 'react'
import type { IncidentEvidence } from '../../../shared/screens.ts'
import { AttemptTable } from '../../endpoint/AttemptTable.tsx'
import { Fact, Facts, none } from '../../endpoint/Card.tsx'
import { Copied } from '../../endpoint/Copy.tsx'
import { HeaderList } from '../../endpoint/HeaderList.tsx'
import { CopyButton } from '../../settings/CopyButton.tsx'

/** More are shown on demand. */
const atFirst = 20

/** What was on record of each endpoint when it happened: secrets are struck out by the monitor. */
export function Evidence({
  evidence,
}: {
  readonly evidence: readonly IncidentEvidence[]
}): JSX.Element | null {
  const [all, setAll] = useState(false)
  if (evidence.length === 0) return null
  const shown = all ? evidence : evidence.slice(0, atFirst)
  return (
    <section aria-label="On record" className="flex flex-col gap-1">
      <h3 className="text-xs font-semibold">On record</h3>
      {shown.map((one) => (
        <OfEndpoint key={one.endpoint} evidence={one} alone={evidence.length === 1} />
      ))}
      {shown.length < evidence.length && (
        <button type="button" className="btn btn-sm self-start px-2.5" onClick={() => setAll(true)}>
          Show all {evidence.length}
        </button>
      )}
    </section>
  )
}

interface OfEndpointProps {
  readonly evidence: IncidentEvidence
  readonly alone: boolean
}

/** Of many only the names, until one is asked for. */
function OfEndpoint({ evidence, alone }: OfEndpointProps): JSX.Element {
  const [open, setOpen] = useState(alone)
  return (
    <details
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="rounded-md border border-line px-3 py-1.5"
    >
      <summary
        className="cursor-default truncate rounded text-xs font-semibold [unicode-bidi:isolate]"
        title={evidence.name}
      >
        {evidence.name}
      </summary>
      {open && <Record evidence={evidence} />}
    </details>
  )
}

function Record({ evidence }: { readonly evidence: IncidentEvidence }): JSX.Element {
  const { url, status, remoteAddress, lastEventId, attempts, curl } = evidence
  return (
    <div className="mt-1.5 flex flex-col gap-2.5">
      <Facts>
        <Fact name="URL">
          <Copied what="URL" text={url} />
        </Fact>
        <Fact name="Status">{status ?? none}</Fact>
        <Fact name="Address">
          <span className="font-mono">{remoteAddress ?? none}</span>
        </Fact>
        <Fact name="Last-Event-ID">
          {lastEventId === null ? none : <Copied what="Last-Event-ID" text={lastEventId} />}
        </Fact>
      </Facts>
      <Attempts attempts={attempts} />
      <HeaderList title="Request headers" headers={evidence.requestHeaders} />
      <HeaderList title="Response headers" headers={evidence.responseHeaders} />
      <Curl curl={curl} />
    </div>
  )
}

function Attempts({ attempts }: Pick<IncidentEvidence, 'attempts'>): JSX.Element {
  return (
    <div>
      <h4 className="text-xs text-faint">Attempts ({attempts.length})</h4>
      {attempts.length === 0 ? (
        <p className="text-xs text-muted">None during the incident.</p>
      ) : (
        <AttemptTable attempts={attempts} />
      )}
    </div>
  )
}

function Curl({ curl }: { readonly curl: string }): JSX.Element {
  return (
    <div>
      <div className="flex items-center justify-between gap-2">
        <h4 className="text-xs text-faint">The same request with curl, secrets struck out</h4>
        <CopyButton text={curl} what="curl command" />
      </div>
      <pre className="mt-1 max-h-48 overflow-y-auto rounded-md border border-line bg-panel2 px-2.5 py-1.5 font-mono text-xs break-all whitespace-pre-wrap">
        {curl}
      </pre>
    </div>
  )
}
