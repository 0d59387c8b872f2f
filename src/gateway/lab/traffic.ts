import type { Cancel, Environment } from '../environment.ts'

/** A source of events for one topic, so that streams have something to say. */
export interface Traffic {
  readonly topic: string
  readonly event: string
  /** Seconds between two events. */
  readonly every: number
  /** The n-th event's data, n from 1. */
  data(n: number): unknown
}

export interface TrafficGenerator {
  /** Replaces the traffic that the topic had with this event. */
  start(traffic: Traffic): void
  /** Returns how many sources were stopped. */
  stop(topic: string): number
  list(): readonly {
    readonly topic: string
    readonly event: string
    readonly every: number
    readonly sent: number
  }[]
  stopAll(): void
}

export function createTraffic(
  environment: Environment,
  publish: (topic: string, event: string, data: unknown) => void,
): TrafficGenerator {
  const running = new Map<string, { readonly traffic: Traffic; readonly cancel: Cancel; sent: number }>()
  const key = ({ topic, event }: Traffic): string => `${topic}\n${event}`

  return {
    start(traffic) {
      running.get(key(traffic))?.cancel()
      const send = (): void => {
        source.sent += 1
        publish(traffic.topic, traffic.event, traffic.data(source.sent))
      }
      const source = { traffic, cancel: environment.every(traffic.every * 1000, send), sent: 0 }
      running.set(key(traffic), source)
    },

    stop(topic) {
      const ending = [...running].filter(([, { traffic }]) => traffic.topic === topic)
      for (const [name, { cancel }] of ending) {
        cancel()
        running.delete(name)
      }
      return ending.length
    },

    list: () =>
      [...running.values()].map(({ traffic: { topic, event, every }, sent }) => ({
        topic,
        event,
        every,
        sent,
      })),

    stopAll() {
      for (const { cancel } of running.values()) cancel()
      running.clear()
    },
  }
}
