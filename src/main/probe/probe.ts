import { type Failure, failureOf } from '../../shared/model/failure.ts'
import type { ProbeView } from '../../shared/probe.ts'
import { redactText } from '../../shared/redact.ts'
import type { EndpointSettings } from '../../shared/settings.ts'
import type { Meaning } from '../monitor/classify.ts'
import type { Clock } from '../monitor/clock.ts'
import type { Connection, ConnectionRequest, ConnectionSink } from '../monitor/connection/types.ts'
import { type Dialler, materialFailure } from '../monitor/dial.ts'
import { secretsSent } from '../monitor/secrets-sent.ts'
import type { References } from '../monitor/types.ts'
import { createSeen } from './seen.ts'
import { probeSentence } from './sentence.ts'

export interface ProbePorts {
  readonly clock: Clock
  readonly dialler: Dialler
  readonly references: References
  /** It ended by itself or by `end`; told once. */
  readonly onEnd: () => void
}

/** One connection that is looked at for a while. */
export interface Probe {
  view(): ProbeView
  /** Closes it now; what is known by then stays to be seen. */
  end(): void
}

/** How long a check lasts, dialling included. Milliseconds. */
export const probeLastsMs = 20_000

export function createProbe(settings: EndpointSettings, ports: ProbePorts): Probe {
  const { clock, dialler, references } = ports
  const began = clock.now()
  const preparing = new AbortController()
  const seen = createSeen(settings)
  const host = URL.parse(references.display(settings.url))?.host || 'the server'
  let state: ProbeView['state'] = 'connecting'
  let connection: Connection | null = null
  let failure: Failure | null = null
  let ending: string | null = null
  let openedAt: number | null = null
  let endedAt: number | null = null
  let secrets: readonly string[] = references.values(settings.url)

  const limit = Math.min(settings.connectTimeout, probeLastsMs)
  const cancelConnect = clock.after(limit, () => {
    if (openedAt === null) fail(noAnswer(settings.connectTimeout, limit))
  })
  const cancelEnd = clock.after(probeLastsMs, () => finish('done'))

  function finish(last: 'done' | 'failed'): void {
    if (endedAt !== null) return
    endedAt = clock.now()
    state = last
    cancelConnect()
    cancelEnd()
    preparing.abort()
    connection?.close()
    connection = null
    ports.onEnd()
  }

  function fail(reason: Failure): void {
    if (endedAt !== null) return
    failure = { ...reason, message: redactText(reason.message, secrets) }
    finish('failed')
  }

  function done(sentence: string): void {
    if (endedAt !== null) return
    ending = sentence
    finish('done')
  }

  function heed({ failure: told, completion }: Meaning): void {
    if (told !== null) fail(told)
    else if (completion !== null) {
      const why = completion === 'rotation' ? 'to be opened anew (a rotation)' : 'for good'
      done(`The server announced that it ends the stream ${why}.`)
    }
  }

  const sink: ConnectionSink = {
    opened(told) {
      seen.learn(told)
      openedAt = clock.now()
      state = 'open'
      cancelConnect()
    },
    received: (_at, bytes) => seen.received(bytes),
    event: (at, event) => heed(seen.event(at, at + clock.shift(), event)),
    comment: (at, text) => heed(seen.comment(at, at + clock.shift(), text)),
    block: (at, block) => heed(seen.block(at, block)),
    retry: () => undefined,
    consumed: () => undefined,
    failed(reason, told) {
      if (told !== null) seen.learn(told)
      fail(reason)
    },
    ended: () => fail(failureOf('end-of-stream')),
    noContent(told) {
      seen.learn(told)
      done('The server answered 204: it has nothing to stream, and wants no further try.')
    },
  }

  async function dial(): Promise<void> {
    let request: ConnectionRequest
    try {
      request = await dialler.prepare(settings, settings.url, preparing.signal)
    } catch (error) {
      fail(materialFailure(error))
      return
    }
    if (endedAt !== null) return
    secrets = secretsSent(request, references.values(settings.url))
    connection = dialler.open(request, sink)
  }

  function view(): ProbeView {
    const now = endedAt ?? clock.now()
    const shown = seen.view(secrets)
    const openMs = openedAt === null ? null : now - openedAt
    return {
      ...shown,
      state,
      sentence: probeSentence({ ...shown, state, failure, host, openMs, ending }),
      elapsedMs: Math.round(now - began),
      lastsMs: probeLastsMs,
      failure,
    }
  }

  dial().catch((error: unknown) => fail(materialFailure(error)))
  return { view, end: () => finish('done') }
}

function noAnswer(connectTimeout: number, limit: number): Failure {
  const seconds = Math.round(limit / 100) / 10
  const longer = connectTimeout > limit ? ` of this check; connectTimeout allows for more` : ''
  return failureOf('connect-timeout', { message: `No answer within ${seconds} s${longer}.` })
}
