import type { Frame } from '../wire.ts'
import { type FaultKind, faultKind } from './fault.ts'
import { number } from './params.ts'

const piece = 'x'.repeat(64 * 1024)

export const giantFaults: Readonly<Record<string, FaultKind>> = {
  'giant-line': faultKind(
    'sends one line of many megabytes',
    {
      size: number(4 * 1024 * 1024, 1, 256 * 1024 * 1024, 'characters in the line'),
      after: number(0, 0, 1e6, 'events that still pass before it'),
    },
    ({ size, after }) => ({
      bend({ stream }) {
        let left = after
        let held: (() => void)[] | null = null

        const pour = async (): Promise<void> => {
          held = []
          stream.outlet.write('event: giant\ndata: ')
          for (let sent = 0; sent < size; sent += piece.length) {
            // Piece by piece as the client takes it: the giant must not be one in the gateway's own memory.
            await stream.outlet.drained()
            stream.outlet.write(piece.slice(0, size - sent))
          }
          stream.outlet.write('\n\n')
          const going: readonly (() => void)[] = held
          held = null
          for (const go of going) go()
        }
        const isEvent = (frame: Frame): boolean => frame.kind === 'event'

        return {
          start: () => {
            if (left === 0) void pour()
          },
          filter(frame, pass) {
            if (held !== null) {
              held.push(() => pass(frame))
              return
            }
            pass(frame)
            if (left > 0 && isEvent(frame) && --left === 0) void pour()
          },
        }
      },
    }),
  ),
}
