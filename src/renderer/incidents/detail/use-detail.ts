import { useCallback, useEffect, useRef, useState } from 'react'
import type { CallError } from '../../../shared/contract.ts'
import type { IncidentDetail } from '../../../shared/screens.ts'
import type { IncidentView } from '../../../shared/view.ts'
import { useApp } from '../../use-app.ts'
import { useListing, useLooking } from '../use-incidents.ts'

/** So long after its end nothing more is found out about an incident; outages may merge until ten minutes after. */
const settledAfterMs = 15 * 60_000

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
  const settled = useRef(false)
  settled.current = detail !== null && isSettled(detail.incident)
  const look = useCallback(async () => {
    if (settled.current) return
    const asked = round.current
    const result = await call('incidents.detail', { id })
    if (asked !== round.current) return
    setError(result.ok ? null : result.error)
    if (result.ok) setDetail(result.value)
  }, [call, id])
  useLooking(look)

  const listed = useListing((state) => state.known?.find((incident) => incident.id === id))
  const amended = useListing((state) => state.amended.find((incident) => incident.id === id))
  useEffect(() => {
    if (listed !== undefined) setDetail((known) => known && { ...known, incident: listed })
  }, [listed])
  useEffect(() => {
    if (amended === undefined) return
    round.current += 1
    setDetail((known) => known && { ...known, incident: amended })
  }, [amended])
  return { detail, error, look }
}

const isSettled = ({ end }: IncidentView): boolean =>
  end !== null && Date.now() - Date.parse(end) > settledAfterMs
