import { useCallback, useEffect, useRef, useState } from 'react'
import type { CallError } from '../../../shared/contract.ts'
import type { IncidentDetail } from '../../../shared/screens.ts'
import { useApp } from '../../use-app.ts'
import { useListing, useLooking } from '../use-incidents.ts'

export interface Known {
  /** Null until it came. */
  readonly detail: IncidentDetail | null
  /** Why it did not come when it was asked for last. */
  readonly error: CallError | null
  readonly look: () => Promise<void>
}

/** All that is known of one incident, as it is now. */
export function useDetail(id: string): Known {
  const { call } = useApp()
  const [detail, setDetail] = useState<IncidentDetail | null>(null)
  const [error, setError] = useState<CallError | null>(null)
  /** Answers to what was asked before something was done would show it undone for a moment. */
  const round = useRef(0)
  const look = useCallback(async () => {
    const asked = round.current
    const result = await call('incidents.detail', { id })
    if (asked !== round.current) return
    setError(result.ok ? null : result.error)
    if (result.ok) setDetail(result.value)
  }, [call, id])
  useLooking(look)

  const amended = useListing((state) => state.amended.find((incident) => incident.id === id))
  useEffect(() => {
    if (amended === undefined) return
    round.current += 1
    setDetail((known) => (known === null ? null : { ...known, incident: amended }))
  }, [amended])
  return { detail, error, look }
}
