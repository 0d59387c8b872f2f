import {
  createContext,
  type JSX,
  memo,
  useContext,
  useLayoutEffect,
  useRef,
  useSyncExternalStore,
} from 'react'
import type { StripView } from '../../shared/screens.ts'
import { onTheme } from '../ui/palette.ts'
import type { Call } from '../use-app.ts'
import { coloursNow } from './colours.ts'
import { paintAttempts, paintStrip, type Surface } from './strip-paint.ts'
import { attemptsWords, stripWords } from './strip-words.ts'
import { createStrips, type Strips } from './strips.ts'

const StripsContext = createContext<Strips | null>(null)

export const StripsProvider = StripsContext.Provider

const made = new WeakMap<Call, Strips>()

/** One for the whole page, so that a screen that is come back to has its strips at once. */
export function stripsOf(call: Call): Strips {
  const known = made.get(call)
  if (known) return known
  const strips = createStrips({
    fetch: async (ids) => {
      if (document.hidden) return null
      const result = await call('fleet.strips', { ids: [...ids] })
      return result.ok ? result.value : null
    },
    after: (ms, task) => {
      const timer = window.setTimeout(task, ms)
      return () => window.clearTimeout(timer)
    },
  })
  made.set(call, strips)
  return strips
}

interface PictureProps {
  readonly id: string
  /** In pixels of the page. */
  readonly width: number
}

/** The states of the last hour. */
export const LastHour = memo(function LastHour({ id, width }: PictureProps): JSX.Element {
  return (
    <Picture
      id={id}
      width={width}
      paint={paintStrip}
      words={stripWords}
      unknown="Last hour: not known yet."
    />
  )
})

/** The reconnect attempts of the last hour. */
export const Attempts = memo(function Attempts({ id, width }: PictureProps): JSX.Element {
  return (
    <Picture
      id={id}
      width={width}
      paint={paintAttempts}
      words={attemptsWords}
      unknown="Reconnect attempts: not known yet."
    />
  )
})

const height = 20

interface Drawing extends PictureProps {
  readonly paint: (surface: Surface, strip: StripView) => void
  readonly words: (strip: StripView) => string
  readonly unknown: string
}

function Picture({ id, width, paint, words, unknown }: Drawing): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null)
  const strip = useStrip(id)
  useLayoutEffect(() => {
    const draw = () => {
      const context = canvas.current?.getContext('2d')
      if (!context) return
      const dpr = window.devicePixelRatio
      context.canvas.width = Math.round(width * dpr)
      context.canvas.height = Math.round(height * dpr)
      if (strip === null) return
      const surface = { context, width: context.canvas.width, height: context.canvas.height, dpr }
      paint({ ...surface, colours: coloursNow() }, strip)
    }
    draw()
    return onTheme(draw)
  }, [strip, width, paint])
  const said = strip === null ? unknown : words(strip)
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={said}
      title={said}
      style={{ width, height }}
      className="block"
    />
  )
}

function useStrip(id: string): StripView | null {
  const strips = useContext(StripsContext)
  if (strips === null) throw new Error('A strip stands outside StripsProvider: wrap it in one.')
  return useSyncExternalStore(
    (listener) => strips.subscribe(id, listener),
    () => strips.get(id),
  )
}
