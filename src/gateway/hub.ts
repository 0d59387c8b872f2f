import type { EventLog } from './log.ts'
import { type EventFrame, eventFrame, isLogged, type OutEvent } from './wire.ts'

/** One receiver: a stream, as the hub sees it. */
export interface Member {
  readonly token: string
  readonly topic: string
  deliver(frame: EventFrame): void
}

/** Whom to reach. A token reaches one connection, outside the log; neither reaches every topic known. */
export interface To {
  readonly topic?: string | undefined
  readonly token?: string | undefined
}

export interface Hub {
  join(member: Member): void
  leave(member: Member): void
  /** Resolves to how many connections were reached. */
  publish(to: To, event: OutEvent): Promise<number>
}

/** Fan-out by topic: an event enters the log first, and what the log made of it goes to each member. */
export function createHub(log: EventLog): Hub {
  const byToken = new Map<string, Member>()
  const byTopic = new Map<string, Set<Member>>()

  const toTopic = async (topic: string, event: OutEvent): Promise<number> => {
    const frame = isLogged(event.event)
      ? await log.append(topic, event)
      : eventFrame(event, event.id ?? null, null)
    const members = byTopic.get(topic)
    if (members === undefined) return 0
    const reached = members.size
    for (const member of members) member.deliver(frame)
    return reached
  }

  return {
    join(member) {
      byToken.set(member.token, member)
      const members = byTopic.get(member.topic)
      if (members === undefined) byTopic.set(member.topic, new Set([member]))
      else members.add(member)
    },

    leave(member) {
      byToken.delete(member.token)
      const members = byTopic.get(member.topic)
      if (members === undefined) return
      members.delete(member)
      if (members.size === 0) byTopic.delete(member.topic)
    },

    async publish(to, event) {
      if (to.token !== undefined) {
        const member = byToken.get(to.token)
        member?.deliver(eventFrame(event, event.id ?? null, null))
        return member === undefined ? 0 : 1
      }
      if (to.topic !== undefined) return toTopic(to.topic, event)
      const topics = new Set([...log.topics(), ...byTopic.keys()])
      const reached = await Promise.all([...topics].map((topic) => toTopic(topic, event)))
      return reached.reduce((sum, count) => sum + count, 0)
    },
  }
}
