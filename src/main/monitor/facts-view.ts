import { redactHeaders, redactUrl } from '../../shared/redact.ts'
import type { FactsView, TimingView } from '../../shared/view.ts'
import type { ResponseFacts } from './connection/types.ts'
import { round } from './histogram.ts'
import type { Rules } from './rules.ts'
import type { Vigil } from './vigil.ts'

const noTiming = { dns: null, connect: null, tls: null, firstByte: null }

/** Headers whose values are URLs: a server that redirects repeats what the configuration keeps secret. */
const urlHeaders: ReadonlySet<string> = new Set(['location', 'content-location', 'link', 'refresh'])

/** The newest response and what is in force for it; `secrets` are texts to strike out of the URLs in it. */
export function factsView(
  facts: ResponseFacts | null,
  rules: Rules,
  vigil: Pick<Vigil, 'interval' | 'clockOffset'>,
  secrets: readonly string[],
): FactsView {
  return {
    status: facts?.status ?? null,
    headers: facts === null ? {} : shownHeaders(facts.headers, secrets),
    httpVersion: facts?.httpVersion ?? null,
    remoteAddress: facts?.remoteAddress ?? null,
    redirects: facts?.redirects.map((url) => redactUrl(url, secrets)) ?? [],
    timing: facts === null ? noTiming : shownTiming(facts.timing),
    interval: vigil.interval(),
    silence: rules.silence,
    clockOffsetMs: vigil.clockOffset(),
  }
}

function shownTiming({ dns, connect, tls, firstByte }: TimingView): TimingView {
  const shown = (ms: number | null): number | null => (ms === null ? null : round(ms))
  return { dns: shown(dns), connect: shown(connect), tls: shown(tls), firstByte: shown(firstByte) }
}

/** Response headers fit to be shown; `secrets` are texts to strike out of the URLs in them. */
export function shownHeaders(
  headers: Readonly<Record<string, string>>,
  secrets: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(redactHeaders(headers)).map(([name, value]) => [
      name,
      urlHeaders.has(name) ? redactUrl(value, secrets) : value,
    ]),
  )
}
