import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startInstalled } from '../helpers/electron/installed.ts'
import { makeHome, serveStreams } from './heartline.ts'

/**
 * The host for an installed Electron, where none is installed: a program that is started, debugged and looked at as
 * Electron is (by Playwright, over the two addresses that it says), and is the stand-in behind that.
 */
const root = join(import.meta.dirname, '..', '..')

const announcer = `process.send = ({ type, endpoint }) => {
  if (type !== 'chromium') return
  fetch(endpoint + '/json/version').then((answer) => answer.json()).then(({ webSocketDebuggerUrl }) =>
    process.stderr.write('DevTools listening on ' + webSocketDebuggerUrl + '\\n'))
}`

const program = (announce: string) => `#!/bin/sh
while [ "$1" != "${root}" ]; do shift; done
shift
exec "${process.execPath}" --inspect=0 --import "${announce}" --import "${root}/test/helpers/electron/register.ts" \\
  "${root}/out/main/index.js" "$@"
`

test.skipIf(process.platform === 'win32')(
  'the host for an installed Electron starts, shows, saves and ends (a shell script, which Windows has none of)',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'heartline-electron-'))
    const announce = join(folder, 'announce.mjs')
    const electron = join(folder, 'electron')
    await writeFile(announce, announcer)
    await writeFile(electron, program(announce))
    await chmod(electron, 0o755)
    const streams = await serveStreams()
    const home = await makeHome(
      `version: 1\nendpoints:\n  - { id: orders, name: Orders, url: ${streams.url}/orders }\n`,
    )
    const app = await startInstalled(electron, home.args)
    try {
      const page = await app.page()
      await page.getByText('Orders').first().waitFor()
      await page.getByRole('button', { name: 'More' }).click()
      await page
        .getByRole('menuitem', { name: /Export/ })
        .first()
        .click()
      expect(await app.savedFile()).toContain('id: orders')
      expect(app.complaints).toEqual([])
    } finally {
      await app.close()
      await streams.close()
      await home.remove()
      await rm(folder, { recursive: true })
    }
  },
)
