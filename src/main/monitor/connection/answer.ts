import type { Readable } from 'node:stream'
import type { Failure } from '../../../shared/model/failure.ts'
import type { TimingView } from '../../../shared/view.ts'
import type { HeaderMap } from './headers.ts'
import type { ConnectionRequest } from './types.ts'

/** One request to one URL, without redirects. */
export interface Hop extends Pick<ConnectionRequest, 'url' | 'http2' | 'tls' | 'proxy'> {
  readonly headers: HeaderMap
}

export interface Answer {
  readonly status: number
  /** Lower-case names; repeated headers joined by a comma. */
  readonly headers: Readonly<Record<string, string>>
  readonly httpVersion: string
  readonly remoteAddress: string | null
  readonly timing: TimingView
  /** Its `end` is a clean end; any other end comes as `failed`. */
  readonly body: Readable
}

/** What the HTTP versions tell the hop. */
export interface Spoken {
  answered(head: Pick<Answer, 'status' | 'headers' | 'httpVersion' | 'body'>): void
  failed(failure: Failure): void
}
