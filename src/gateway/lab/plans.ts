import { type FaultKind, faultKind } from './fault.ts'
import { number, text } from './params.ts'

const hour = 3600

/** Faults settled as a stream opens: its replay, and its settings. */
export const planFaults: Readonly<Record<string, FaultKind>> = {
  'truncated-replay': faultKind(
    'a resumed stream gets replay-truncated and only the newest events',
    { keep: number(2, 0, 1000, 'events that are replayed all the same') },
    ({ keep }) => ({
      plan: (plan) => ({
        ...plan,
        log: {
          ...plan.log,
          read: async (topic) => ({ frames: await plan.log.newest(topic, keep), whole: false }),
        },
      }),
    }),
  ),

  'failed-replay': faultKind('a resumed stream gets replay-failed and goes on live', {}, () => ({
    plan: (plan) => ({
      ...plan,
      log: { ...plan.log, read: () => Promise.reject(new Error('The fault lab makes the log fail here.')) },
    }),
  })),

  tune: faultKind(
    'other settings for one path; what is not given stays, 0 turns off',
    {
      heartbeat: number(null, 0, hour, 'seconds between heartbeats'),
      style: text('', 'event or comment', ['', 'event', 'comment']),
      max: number(null, 0, hour, 'the duration cap, seconds'),
      silence: number(null, 0, hour, 'the silence threshold that is told, seconds'),
    },
    ({ heartbeat, style, max, silence }) => ({
      plan: (plan) => ({
        ...plan,
        heartbeatSeconds: heartbeat ?? plan.heartbeatSeconds,
        heartbeatStyle: style === 'event' || style === 'comment' ? style : plan.heartbeatStyle,
        maxSeconds: max ?? plan.maxSeconds,
        silenceSeconds: silence ?? plan.silenceSeconds,
      }),
    }),
  ),
}
