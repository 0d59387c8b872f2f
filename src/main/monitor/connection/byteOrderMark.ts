const mark = [0xef, 0xbb, 0xbf] as const
const empty = Buffer.alloc(0)

/**
 * Takes one leading byte order mark off a stream, however its bytes are split. [spec] exactly one is stripped;
 * the bytes held back while undecided (two at most) come with the chunk that decides.
 */
export function createMarkStripper(): (chunk: Buffer) => Buffer {
  let seen = 0
  let decided = false
  return (chunk) => {
    if (decided) return chunk
    let at = 0
    while (seen < mark.length && at < chunk.length && chunk[at] === mark[seen]) {
      seen++
      at++
    }
    if (seen === mark.length) {
      decided = true
      return chunk.subarray(at)
    }
    if (at === chunk.length) return empty
    decided = true
    // Not a mark after all: what earlier chunks brought of it goes first.
    const earlier = seen - at
    return earlier > 0 ? Buffer.concat([Buffer.from(mark.slice(0, earlier)), chunk]) : chunk
  }
}
