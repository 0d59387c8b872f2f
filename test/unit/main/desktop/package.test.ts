import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'

const file = join(import.meta.dirname, '..', '..', '..', '..', 'electron-builder.yml')

it('the package switches off what Electron can do and Heartline does not need', async () => {
  const { asar, electronFuses } = parse(await readFile(file, 'utf8'))
  expect(asar).toBe(true)
  expect(electronFuses).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  })
})
