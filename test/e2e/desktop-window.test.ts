import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Desktop, type DesktopOptions, startDesktop } from '../helpers/electron/desktop.ts'
import { type Home, makeHome, type Streams, serveStreams } from './heartline.ts'
import { until } from './stage.ts'

/** What befalls a window, and how the app ends: forced on the stand-in, since no Electron can be made to do it. */

let streams: Streams
let home: Home
const running: Desktop[] = []

beforeEach(async () => {
  streams = await serveStreams()
  home = await makeHome(
    `version: 1\nendpoints:\n  - { id: orders, name: Orders, url: ${streams.url}/orders }\n`,
  )
})
afterEach(async () => {
  for (const desktop of running.splice(0)) await desktop.close()
  await home.remove()
  await streams.close()
})

async function start(options?: DesktopOptions): Promise<Desktop> {
  const desktop = await startDesktop(home.args, options)
  running.push(desktop)
  return desktop
}

/** Waits for another page than `last` that shows the fleet. */
async function pageAfter(desktop: Desktop, last: unknown) {
  await until(async () => (await desktop.page()) !== last, Boolean)
  const page = await desktop.page()
  await page.getByText('Orders').first().waitFor()
  return page
}

const boxes = async (desktop: Desktop, text: string) =>
  (await desktop.report()).boxes.filter((box) => box.includes(text)).length

/** A form in which something was typed. */
async function typeInForm(desktop: Desktop) {
  const page = await desktop.page()
  await page.evaluate(() => {
    location.hash = '#/add'
  })
  await page.getByLabel('Name', { exact: true }).fill('Half done')
  return page
}

describe('on the stand-in', () => {
  test('a page that hangs is ended and comes back; one that fails again and again asks first', async () => {
    const desktop = await start()
    let page = await desktop.page()
    await page.getByText('Orders').first().waitFor()
    const asked = streams.requests('/orders')
    await desktop.order({ type: 'event', of: 'page', name: 'unresponsive', details: {} })
    page = await pageAfter(desktop, page)
    for (let times = 2; times <= 4; times += 1) {
      expect(await boxes(desktop, 'fails again and again')).toBe(0)
      await desktop.order({ type: 'crash' })
      page = await pageAfter(desktop, page)
    }
    expect(await boxes(desktop, 'fails again and again')).toBe(1)
    expect(streams.requests('/orders')).toBe(asked)
  })

  test('the keychain that refuses is told at the field; a half-done form asks before the window closes', async () => {
    const desktop = await start()
    const page = await typeInForm(desktop)
    await page.getByRole('button', { name: 'Add a header' }).click()
    await page.keyboard.type('Authorization')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Bearer hunter2')
    await page.getByRole('button', { name: 'Store the value of Authorization as a secret' }).click()
    await page.getByLabel('Name of the secret').fill('guard')
    await desktop.order({ type: 'keychain', state: 'refuses' })
    await page.getByRole('button', { name: 'Store it' }).click()
    await page.getByText(/keychain did not take the secret guard/).waitFor()
    const value = page.getByLabel('Value of Authorization', { exact: true })
    expect(await value.inputValue()).toBe('Bearer hunter2')

    await desktop.order({ type: 'answer', button: 1 })
    await desktop.order({ type: 'close-window' })
    expect(await boxes(desktop, 'Leave without saving?')).toBe(1)
    expect(await value.inputValue()).toBe('Bearer hunter2')
    await desktop.order({ type: 'answer', button: 0 })
    await desktop.order({ type: 'close-window' })
    expect(await desktop.ended).toBe(0)
  })

  test('the window remembers its size, offers a text menu, and follows the theme that is set', async () => {
    const desktop = await start()
    const page = await desktop.page()
    await page.getByText('Orders').first().waitFor()
    await desktop.order({ type: 'resize', width: 1300, height: 800 })
    const [, , , data = ''] = home.args
    const place = () => readFile(join(data, 'window.json'), 'utf8').catch(() => '')
    expect(await place()).toBe('')
    await until(place, (text) => /"width": ?1300/.test(text) && /"height": ?800/.test(text))

    const at = (isEditable: boolean, selectionText: string) =>
      desktop.order({
        type: 'event',
        of: 'page',
        name: 'context-menu',
        details: { isEditable, selectionText, editFlags: { canCopy: true, canPaste: true } },
      })
    await at(false, ' ')
    expect((await desktop.report()).boxes).toEqual([])
    await at(false, 'a trace id')
    await at(true, '')
    const [reading = '', editing = ''] = (await desktop.report()).boxes
    expect(JSON.parse(reading)).toEqual([{ role: 'copy' }])
    expect(JSON.parse(editing)).toContainEqual({ role: 'paste', enabled: true })

    await page.keyboard.press('Control+,')
    await page.getByText('Light', { exact: true }).click()
    await until(
      () => desktop.report(),
      ({ themeSource }) => themeSource === 'light',
    )
    expect(await page.evaluate(() => matchMedia('(prefers-color-scheme: light)').matches)).toBe(true)
    expect(desktop.complaints).toEqual([])
  })

  test('two that start at once are one', async () => {
    const both = await Promise.all([start(), start()])
    const first = await Promise.race(
      both.map(async (desktop) => {
        await desktop.ended
        return desktop
      }),
    )
    expect(first.stderr()).toBe('heartline: It runs already: its window is in front now.\n')
    const other = both.find((desktop) => desktop !== first)
    await (await other?.page())?.getByText('Orders').first().waitFor()
    expect(other?.stderr()).toBe('')
  })

  test('installed: no developer tools; shown on Wayland, too; a signal ends it without a question', async () => {
    const desktop = await start({ packaged: true, wayland: process.platform === 'linux' })
    await (await desktop.page()).getByText('Orders').first().waitFor()
    const { visible, menu, webPreferences } = await desktop.report()
    expect(visible).toBe(true)
    expect(webPreferences.devTools).toBe(false)
    expect(menu).toContain('reload')
    expect(menu).not.toContain('toggleDevTools')
    await typeInForm(desktop)
    desktop.signal('SIGHUP')
    expect(await desktop.ended).toBe(0)
    expect(desktop.stderr()).toBe('')
  })

  test('a session of Windows that ends closes everything in order', async () => {
    const desktop = await start()
    await typeInForm(desktop)
    await desktop.order({ type: 'resize', width: 1200, height: 750 })
    await desktop.order({
      type: 'event',
      of: 'window',
      name: 'session-end',
      details: { reasons: ['shutdown'] },
    })
    expect(await desktop.ended).toBe(0)
    const [, , , data = ''] = home.args
    expect(await readFile(join(data, 'window.json'), 'utf8')).toMatch(/1200/)
  })
})
