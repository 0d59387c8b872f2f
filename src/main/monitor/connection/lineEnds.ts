export const lf = 10
export const cr = 13

/** Most lines end within these bytes, and a plain loop finds that sooner than a call into the runtime. */
const nearBytes = 256

/** Finds the next line end in `chunk` from an offset on, or -1. Offsets only grow. */
export function endsOf(chunk: Buffer): (from: number) => number {
  // Where the far ones are, so that no byte is searched twice; before `from` where not known.
  let farLf = -2
  let farCr = -2
  return (from) => {
    const near = Math.min(chunk.length, from + nearBytes)
    for (let i = from; i < near; i++) if (chunk[i] === lf || chunk[i] === cr) return i
    if (near === chunk.length) return -1
    if (farLf !== -1 && farLf < near) farLf = chunk.indexOf(lf, near)
    if (farCr !== -1 && farCr < near) farCr = chunk.indexOf(cr, near)
    if (farLf === -1 || farCr === -1) return Math.max(farLf, farCr)
    return Math.min(farLf, farCr)
  }
}
