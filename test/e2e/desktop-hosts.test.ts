import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { makeHome, serveStreams } from './heartline.ts'
import { hosts } from './hosts.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

test.each(hosts)('a stream that turns live is told, and stopped from its row ($name)', async (host) => {
  const streams = await serveStreams()
  const home = await makeHome(
    `version: 1\nendpoints:\n  - { id: orders, name: Orders, url: ${streams.url}/orders }\n`,
  )
  const { page, complaints, close } = await host.show(home.args, browser)
  try {
    await page.getByRole('button', { name: '1 Live' }).waitFor()
    await page.getByRole('button', { name: 'Stop Orders' }).click()
    await page.getByRole('button', { name: '1 Stopped' }).waitFor()
    expect(complaints).toEqual([])
  } finally {
    await close()
    await home.remove()
    await streams.close()
  }
})
