import { redactHeaders, redactUrl } from '../../shared/redact.ts'
import type { FactsView } from '../../shared/view.ts'
import type { ResponseFacts } from './connection/types.ts'
import type { Rules } from './rules.ts'
import type { Vigil } from './vigil.ts'

const noTiming = { dns: null, connect: null, tls: null, firstByte: null }

/** The newest response and what is in force for it; `secrets` are texts to strike out of redirects. */
export function factsView(
  facts: ResponseFacts | null,
  rules: Rules,
  vigil: Vigil,
  secrets: readonly string[],
): FactsView {
  return {
    status: facts?.status ?? null,
    headers: facts === null ? {} : redactHeaders(facts.headers),
    httpVersion: facts?.httpVersion ?? null,
    remoteAddress: facts?.remoteAddress ?? null,
    redirects: facts?.redirects.map((url) => redactUrl(url, secrets)) ?? [],
    timing: facts?.timing ?? noTiming,
    interval: vigil.interval(),
    silence: rules.silence,
    clockOffsetMs: vigil.clockOffset(),
  }
}
