import { useCallback, useEffect, useRef, useState } from 'react'
import type { CallError } from '../../shared/contract.ts'
import type { FailureKind } from '../../shared/model/failure.ts'
import type { ProbeView } from '../../shared/probe.ts'
import { useApp } from '../use-app.ts'
import { type Draft, draftInput } from './draft.ts'
import type { Remark } from './use-draft.ts'

const lookEveryMs = 300

export interface Probe {
  readonly view: ProbeView | null
  readonly error: CallError | null
  readonly running: boolean
  start(): Promise<void>
  end(): void
}

/** The live check of a draft: looked at while it lasts, ended when the form is left. */
export function useProbe(draft: Draft): Probe {
  const { call } = useApp()
  const [view, setView] = useState<ProbeView | null>(null)
  const [error, setError] = useState<CallError | null>(null)
  const [running, setRunning] = useState(false)
  /** Counts the checks; what belongs to an earlier one is not shown any more. */
  const round = useRef(0)
  const current = useRef<string | null>(null)

  const end = useCallback(() => {
    const probe = current.current
    current.current = null
    round.current += 1
    setRunning(false)
    if (probe !== null) void call('probe.end', { probe })
  }, [call])

  const start = useCallback(async () => {
    end()
    const mine = round.current
    setView(null)
    setError(null)
    setRunning(true)
    const started = await call('probe.start', draftInput(draft.getState()))
    if (!started.ok) {
      if (mine !== round.current) return
      setError(started.error)
      // What is wrong is said at its fields too.
      if (started.error.code === 'wrong-fields') draft.tellAll()
      setRunning(false)
      return
    }
    const { probe } = started.value
    if (mine !== round.current) {
      void call('probe.end', { probe })
      return
    }
    current.current = probe
    while (mine === round.current) {
      const look = await call('probe.look', { probe })
      if (mine !== round.current) return
      if (look.ok) setView(look.value)
      else setError(look.error)
      if (!look.ok || look.value.state === 'done' || look.value.state === 'failed') {
        current.current = null
        setRunning(false)
        return
      }
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
    }
  }, [call, draft, end])

  useEffect(() => end, [end])
  return { view, error, running, start, end }
}

const places: Partial<Record<FailureKind, Remark['path']>> = {
  credentials: ['headers'],
  certificate: ['tls', 'ca'],
  'frame-too-large': ['maxFrame'],
  silence: ['silence'],
  'connect-timeout': ['url'],
}

/** What the check found, at the field that it belongs to. */
export function remarkOf(view: ProbeView | null, hasProxy: boolean): Remark | null {
  if (view === null || view.failure === null) return null
  const { kind, message, hint } = view.failure
  const first = hasProxy && (kind === 'refused' || kind === 'dns') ? ['proxy'] : undefined
  return { path: first ?? places[kind] ?? ['url'], text: [message, hint].filter(Boolean).join(' ') }
}
