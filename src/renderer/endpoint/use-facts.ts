import { useEffect, useState } from 'react'
import type { EndpointFacts } from '../../shared/screens.ts'
import { useApp } from '../use-app.ts'
import { poll } from './poll.ts'

const everyMs = 1000

/** What is known beside the view, about once a second while somebody looks; null until it came. */
export function useFacts(id: string): EndpointFacts | null {
  const { call } = useApp()
  const [facts, setFacts] = useState<EndpointFacts | null>(null)
  useEffect(() => {
    let here = true
    const end = poll(async () => {
      const result = await call('endpoint.facts', { id })
      // A monitor that does not answer is told of by the banner; what it said last stays.
      if (here && result.ok) setFacts(result.value)
    }, everyMs)
    return () => {
      here = false
      end()
    }
  }, [call, id])
  return facts
}
