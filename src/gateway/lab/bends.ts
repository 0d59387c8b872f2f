import { type EventFrame, eventFrame, type Frame, frameText } from '../wire.ts'
import { type Bend, type FaultKind, faultKind } from './fault.ts'
import { flag, number, text } from './params.ts'

const hour = 3600
const afterRule = number(0, 0, 1e6, 'events and comments that still pass')

const isSign = (frame: Frame): boolean => frame.kind === 'event' || frame.kind === 'comment'
const isHeartbeat = (frame: Frame): boolean =>
  frame.kind === 'comment' || (frame.kind === 'event' && frame.event === 'heartbeat')
const hasId = (frame: Frame): frame is EventFrame => frame.kind === 'event' && frame.id !== null

/** Fires once, when `after` signs of life have passed; at once for 0. */
function onceAfter(after: number, fire: () => void): Bend {
  let left = after
  return {
    start: () => {
      if (left === 0) fire()
    },
    filter: (frame, pass) => {
      pass(frame)
      if (left > 0 && isSign(frame) && --left === 0) fire()
    },
  }
}

/** Faults of what an open stream says, and when; they take hold of running streams too. */
export const bendFaults: Readonly<Record<string, FaultKind>> = {
  silence: faultKind('says nothing more, and stays open', { after: afterRule }, ({ after }) => ({
    bend({ stream }) {
      let left = after
      let endHeld = false
      return {
        filter(frame, pass) {
          if (isSign(frame) ? left-- > 0 : left > 0) pass(frame)
          else endHeld ||= frame.kind === 'end'
        },
        stop: () => {
          if (endHeld) stream.sendRaw({ kind: 'end' })
        },
      }
    },
  })),

  reset: faultKind('resets the connection under an open stream', { after: afterRule }, ({ after }) => ({
    bend: ({ stream, environment }) =>
      // A reset discards what is on its way: what passed before gets a moment to arrive.
      onceAfter(after, () => void environment.after(20, () => stream.outlet.reset())),
  })),

  cut: faultKind(
    'ends in the middle of a line',
    { after: afterRule, how: text('end', 'a clean end of the body, or the socket closed', ['end', 'close']) },
    ({ after, how }) => ({
      bend({ stream }) {
        let left = after
        let done = false
        return {
          filter(frame, pass) {
            if (done) return
            if (frame.kind !== 'event' || left > 0) {
              left -= isSign(frame) ? 1 : 0
              pass(frame)
              return
            }
            done = true
            // Without its blank line, its line end, and two characters more: inside the last line.
            stream.outlet.write(frameText(frame, stream.info.traceId).slice(0, -4))
            if (how === 'end') stream.outlet.end()
            else stream.outlet.cut()
          },
        }
      },
    }),
  ),

  'duplicate-ids': faultKind(
    'sends each event that has an id more than once',
    { copies: number(1, 1, 100, 'how many times more') },
    ({ copies }) => ({
      bend: () => ({
        filter(frame, pass) {
          pass(frame)
          for (let i = 0; i < copies && hasId(frame); i++) pass(frame)
        },
      }),
    }),
  ),

  'missing-ids': faultKind(
    'leaves out some of the events that have an id: the ids jump',
    { every: number(3, 2, 1000, 'one of so many is left out') },
    ({ every }) => ({
      bend() {
        let seen = 0
        return {
          filter(frame, pass) {
            if (hasId(frame) && ++seen % every === 0) return
            pass(frame)
          },
        }
      },
    }),
  ),

  bursts: faultKind(
    'holds everything back and lets it go at once, as a buffering proxy does',
    { every: number(10, 0.01, hour, 'seconds between two bursts') },
    ({ every }) => ({
      bend({ every: repeat }) {
        let held: (() => void)[] = []
        const release = (): void => {
          const going = held
          held = []
          for (const go of going) go()
        }
        repeat(every * 1000, release)
        return {
          filter(frame, pass) {
            held.push(() => pass(frame))
            if (frame.kind === 'end') release()
          },
          stop: release,
        }
      },
    }),
  ),

  'clock-skew': faultKind(
    'heartbeats tell a time that is off',
    { seconds: number(-120, -1e9, 1e9, 'added to the time') },
    ({ seconds }) => ({
      bend: ({ environment }) => ({
        filter(frame, pass) {
          if (frame.kind !== 'event' || frame.event !== 'heartbeat') return pass(frame)
          const timestamp = new Date(environment.now() + seconds * 1000).toISOString()
          pass(eventFrame({ event: 'heartbeat', data: { ...Object(frame.data), timestamp } }, null, null))
        },
      }),
    }),
  ),

  late: faultKind(
    'stretches the interval of the heartbeats: most are left out',
    { factor: number(3, 2, 1000, 'one of so many passes') },
    ({ factor }) => ({
      bend() {
        let seen = 0
        return {
          filter(frame, pass) {
            if (isHeartbeat(frame) && ++seen % factor !== 0) return
            pass(frame)
          },
        }
      },
    }),
  ),

  deaf: faultKind(
    'heartbeats go on, the events do not',
    { told: flag(true, 'says so with the events degraded and restored') },
    ({ told }) => ({
      bend({ stream, environment }) {
        const say = (event: string): void => {
          const data = { reason: 'cut off from the source', at: new Date(environment.now()).toISOString() }
          if (told) stream.send(eventFrame({ event, data }, null, null))
        }
        return {
          start: () => say('degraded'),
          filter(frame, pass) {
            if (frame.kind === 'event' && frame.seq !== null) return
            pass(frame)
          },
          stop: () => say('restored'),
        }
      },
    }),
  ),

  'told-error': faultKind(
    'tells an error, and ends',
    {
      after: afterRule,
      retryable: flag(true, 'whether the server thinks a retry worth it'),
      message: text('The source is overloaded.', 'its text'),
    },
    ({ after, retryable, message }) => ({
      bend: ({ stream }) =>
        onceAfter(after, () => {
          const data = { code: 'lab-error', message, retryable }
          stream.send(eventFrame({ event: 'error', data }, null, null))
          stream.send({ kind: 'end' })
        }),
    }),
  ),
}
