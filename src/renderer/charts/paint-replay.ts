import { type Drawing, lanes } from './drawing.ts'
import { type Brush, fontOf } from './paint.ts'

/** Colour, and a shape of its own for what is bad. */
const laneLooks: readonly { readonly colour: string; readonly shape: 'dot' | 'diamond' | 'ring' }[] = [
  { colour: 'var(--live)', shape: 'dot' },
  { colour: 'var(--failed)', shape: 'diamond' },
  { colour: 'var(--failed)', shape: 'diamond' },
  { colour: 'var(--connecting)', shape: 'dot' },
  { colour: 'var(--unwatched)', shape: 'ring' },
  { colour: 'var(--late)', shape: 'ring' },
]

const laneY = ({ box }: Brush, lane: number) => box.top + ((lane + 0.5) / lanes.length) * box.height

/** Rules and names of the lanes. */
export function paintLanes(brush: Brush): void {
  const { ink, palette, dpr, box } = brush
  ink.font = fontOf(dpr)
  ink.textAlign = 'right'
  ink.textBaseline = 'middle'
  for (const [lane, name] of lanes.entries()) {
    const y = laneY(brush, lane)
    ink.fillStyle = palette.colour('var(--line)')
    ink.fillRect(box.left, Math.round(y), box.width, Math.max(1, Math.round(dpr / 2)))
    ink.fillStyle = palette.colour('var(--faint)')
    ink.fillText(name, box.left - 8 * dpr, y)
  }
}

export function paintReplay(brush: Brush, { t, stepMs, lanes: counts }: Drawing): void {
  for (const [lane, column] of counts.entries())
    for (let index = 0; index < t.length; index++) {
      if (!((column[index] ?? 0) > 0)) continue
      paintMark(brush, lane, brush.x((t[index] ?? 0) + stepMs / 2))
    }
}

function paintMark(brush: Brush, lane: number, x: number): void {
  const { ink, palette, dpr } = brush
  const look = laneLooks[lane]
  if (look === undefined) return
  const y = laneY(brush, lane)
  ink.beginPath()
  if (look.shape === 'diamond') {
    const r = 5.5 * dpr
    ink.moveTo(x, y - r)
    ink.lineTo(x + r, y)
    ink.lineTo(x, y + r)
    ink.lineTo(x - r, y)
    ink.closePath()
  } else ink.arc(x, y, (look.shape === 'dot' ? 4 : 3.2) * dpr, 0, 2 * Math.PI)
  ink.lineWidth = 1.6 * dpr
  ink.fillStyle = ink.strokeStyle = palette.colour(look.colour)
  if (look.shape === 'ring') ink.stroke()
  else ink.fill()
}
