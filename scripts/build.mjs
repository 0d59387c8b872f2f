import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'electron-vite'
import { fingerprint, root, stampFile } from './built.mjs'

// Built aside and then moved into place: two starts at once, or a start while another monitor runs, never see half a
// build. The fingerprint is taken first, so that an edit during the build makes the next start build again.
const made = fingerprint()
const out = join(root, 'out')
const aside = join(out, `.build-${process.pid}`)
process.on('exit', () => rmSync(aside, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1))

await build({
  root,
  logLevel: process.argv.includes('--quiet') ? 'error' : 'info',
  build: { outDir: aside },
})
for (const part of ['main', 'preload', 'renderer']) {
  mkdirSync(join(out, part), { recursive: true })
  renameSync(join(out, part), join(aside, `${part}-before`))
  renameSync(join(aside, part), join(out, part))
}
writeFileSync(stampFile, made)
