import { PassThrough, type Readable, type Transform } from 'node:stream'
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib'

const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH, ZSTD_e_flush, ZSTD_d_windowLogMax } = constants
/** What is there comes out at once, and a stream that stops without its trailer is no damage. */
const zlibOptions = { flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH }
const brotliOptions = { flush: BROTLI_OPERATION_FLUSH, finishFlush: BROTLI_OPERATION_FLUSH }
/** RFC 9659: a window of 8 MB at most, or a few bytes could ask for 128 MB. */
const zstdOptions = { flush: ZSTD_e_flush, finishFlush: ZSTD_e_flush, params: { [ZSTD_d_windowLogMax]: 23 } }

type Damaged = (error: Error) => void
type Decoder = (body: Readable, damaged: Damaged) => Readable

const decoders: Readonly<Record<string, Decoder>> = {
  identity: (body) => body,
  gzip: through(() => createGunzip(zlibOptions)),
  'x-gzip': through(() => createGunzip(zlibOptions)),
  deflate: inflated,
  br: through(() => createBrotliDecompress(brotliOptions)),
  zstd: through(() => createZstdDecompress(zstdOptions)),
}

/** More layers than anybody sends: each costs its window in memory. */
const mostLayers = 3

/**
 * The body without its content encodings, last applied first undone (RFC 9110, 8.4), or null where one of
 * them is unknown. Nothing more than a chunk is decoded ahead of the reader. `damaged` is told at most once a
 * layer.
 */
export function decodeBody(body: Readable, encoding: string | undefined, damaged: Damaged): Readable | null {
  const names = (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
  const layers = names.filter((name) => name !== '').reverse()
  if (layers.length > mostLayers || layers.some((name) => !Object.hasOwn(decoders, name))) return null
  return layers.reduce((stream, name) => decoders[name]?.(stream, damaged) ?? stream, body)
}

function through(make: () => Transform): Decoder {
  return (body, damaged) => body.pipe(make().on('error', damaged))
}

/** `deflate` means zlib's format, but some servers send it bare: the first byte tells. */
function inflated(body: Readable, damaged: Damaged): Readable {
  const out = new PassThrough()
  const finish = () => out.end()
  body.once('end', finish)
  body.once('data', (first: Buffer) => {
    body.pause()
    body.off('end', finish)
    body.unshift(first)
    const zlib = ((first[0] ?? 0) & 0x0f) === 8
    body
      .pipe((zlib ? createInflate(zlibOptions) : createInflateRaw(zlibOptions)).on('error', damaged))
      .pipe(out)
  })
  return out
}
