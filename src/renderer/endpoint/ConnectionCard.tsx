import type { JSX } from 'react'
import type { EndpointFacts, WatchedView } from '../../shared/screens.ts'
import type { Sourced, TimingView } from '../../shared/view.ts'
import { span } from '../fleet/time.ts'
import { Card, Fact, Facts, none } from './Card.tsx'
import { Copied } from './Copy.tsx'
import { HeaderList } from './HeaderList.tsx'
import { briefly, count, size, sourceWords } from './words.ts'

interface ConnectionCardProps {
  readonly view: WatchedView
  readonly facts: EndpointFacts | null
}

/** What is known of the newest connection. */
export function ConnectionCard({ view, facts: all }: ConnectionCardProps): JSX.Element {
  const facts = all?.facts ?? null
  return (
    <Card title="Connection">
      <Facts>
        <Fact name="Status">
          <Status status={facts?.status ?? null} />
        </Fact>
        <Fact name="URL">
          <Copied what="URL" text={view.url} />
        </Fact>
        <Fact name="Trace id">
          {view.traceId === null ? none : <Copied what="trace id" text={view.traceId} />}
        </Fact>
        <Fact name="Last-Event-ID">
          {view.lastEventId === null ? none : <Copied what="Last-Event-ID" text={view.lastEventId} />}
        </Fact>
        <Fact name="Interval">
          <Said value={facts?.interval} />
        </Fact>
        <Fact name="Silence after">
          <Said value={facts?.silence} />
        </Fact>
        <Fact name="Protocol">
          {facts?.httpVersion == null ? none : protocol(facts.httpVersion, facts.timing)}
        </Fact>
        <Fact name="Address">
          <span className="font-mono">{facts?.remoteAddress ?? none}</span>
        </Fact>
        <Fact name="Redirects">
          {facts === null || facts.redirects.length === 0 ? (
            'none'
          ) : (
            <ol className="font-mono break-all">
              {facts.redirects.map((url) => (
                <li key={url}>{url}</li>
              ))}
            </ol>
          )}
        </Fact>
        <Fact name="Timing">{facts === null ? none : timingWords(facts.timing)}</Fact>
        <Fact name="Now">
          {all === null ? none : `${rate(all.rates.events)} events/s, ${size(all.rates.bytes)}/s`}
        </Fact>
        <Fact name="In all">
          {count(view.counters.events)} events, {size(view.counters.bytes)}
        </Fact>
        <Fact name="Connections">{count(view.counters.connections)}</Fact>
      </Facts>
      {facts !== null && (
        <div className="mt-2">
          <HeaderList title="Response headers" headers={facts.headers} />
        </div>
      )}
    </Card>
  )
}

function Status({ status }: { readonly status: number | null }): JSX.Element {
  if (status === null) return <>{none}</>
  return status === 200 ? <>200</> : <b className="text-failed">{status}, no stream</b>
}

function Said({ value }: { readonly value: Sourced | undefined }): JSX.Element {
  if (value === undefined || value.ms === null) return <>not known</>
  return (
    <>
      {span(value.ms) === '0 s' ? briefly(value.ms) : span(value.ms)}{' '}
      <span className="text-faint">{sourceWords(value.source)}</span>
    </>
  )
}

const protocol = (version: string, { tls }: TimingView) => `HTTP/${version}${tls === null ? '' : ', TLS'}`

function timingWords({ dns, connect, tls, firstByte }: TimingView): string {
  const part = (name: string, ms: number | null) => (ms === null ? [] : [`${name} ${briefly(ms)}`])
  const parts = [
    ...part('DNS', dns),
    ...part('connect', connect),
    ...part('TLS', tls),
    ...part('first byte', firstByte),
  ]
  return parts.join(', ') || none
}

export const rate = (value: number): string => (value < 9.95 ? value.toFixed(1) : count(Math.round(value)))
