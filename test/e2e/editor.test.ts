import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import {
  type Heartline,
  type Home,
  makeHome,
  type Streams,
  serveStreams,
  startHeartline,
} from './heartline.ts'
import { axeFindings, openPage, openStage, until } from './stage.ts'

/** Adding, changing, importing and removing endpoints in the built program; the file is what counts. */

let browser: Browser
let streams: Streams
let home: Home
let heartline: Heartline

const yaml = () => `version: 1
# How we try again.
defaults:
  retry: { base: 500ms, cap: 1s }
endpoints:
  # The shop's own stream.
  - id: orders
    name: Orders # as the team says
    url: ${streams.url}/orders
    headers: { Authorization: "Bearer written-out" }
    silence: 15s
`

/** Its secret is set nowhere. */
const locked = () => `  - id: locked
    url: ${streams.url}/orders
    headers: { Authorization: "Bearer \${secret:not-set}" }
`

/** The secret of the curl command below, as browser mode would have it: nobody sets it. */
const variable = () => `HEARTLINE_SECRET_127_0_0_1_${new URL(streams.url).port}_CURL_AUTHORIZATION`

const written = () => readFile(home.file, 'utf8')

beforeAll(async () => {
  browser = await launchBrowser()
  streams = await serveStreams()
  home = await makeHome(yaml() + locked())
  heartline = await startHeartline(home.args)
})

afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
  await home.configure(yaml())
})

afterAll(async () => {
  await heartline?.signal('SIGKILL')
  await browser?.close()
  await streams?.close()
  await home?.remove()
})

const at = async (screen: string) => {
  const opened = await openPage(browser, heartline.url)
  await opened.page.getByRole('heading', { name: 'Fleet' }).waitFor()
  await opened.page.evaluate((hash) => {
    location.hash = hash
  }, screen)
  return opened
}

/** Presses Tab until the focus is on what bears this name. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    const found = await page.evaluate(() => {
      const element = document.activeElement
      const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : null
      return element?.getAttribute('aria-label') ?? label ?? element?.textContent ?? ''
    })
    if (found === name) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`The focus never came to ${name}.`)
}

test('a secret that is missing holds back its own endpoint: said in the banner and at its field, which can be saved', async () => {
  const { page, complaints } = await at('#/edit/locked')
  const sentence = /There is no secret named not-set\. Set HEARTLINE_SECRET_NOT_SET/
  await page.getByText(/has a problem; all else of it is in force/).waitFor()
  const form = page.getByRole('main')
  await form.getByText(sentence).waitFor()
  expect(await page.getByLabel('Value of Authorization').getAttribute('aria-invalid')).toBe('false')
  expect(await axeFindings(page)).toEqual([])
  await page.getByLabel('Name', { exact: true }).fill('Still locked')
  await page.keyboard.press('Control+s')
  await page.getByText('Still locked saved.', { exact: true }).waitFor()
  expect(await written()).toContain('name: Still locked')
  await page.evaluate(() => {
    location.hash = '#/endpoint/locked'
  })
  await page
    .getByRole('main')
    .getByText(/There is no secret named not-set/)
    .first()
    .waitFor()
  expect(complaints).toEqual([])
})

test('adding by keyboard alone: mistakes at their fields, the live check, what it suggests, saved', async () => {
  const { page, complaints } = await at('#/')
  await page.keyboard.press('a')
  const url = page.getByLabel('URL', { exact: true })
  await url.waitFor()
  await page.keyboard.press('Control+s')
  await until(
    () => url.getAttribute('aria-invalid'),
    (invalid) => invalid === 'true',
  )
  await until(() => url.evaluate((field) => field === document.activeElement), Boolean)

  await page.keyboard.type(`${streams.url}/lab`)
  await tabTo(page, 'Name')
  await page.keyboard.type('By keyboard')
  await tabTo(page, 'Test connection')
  await page.keyboard.press('Enter')
  const check = page.getByRole('region', { name: 'Live check' })
  await check.getByText(/200/).first().waitFor()
  await tabTo(page, 'Use it: Heartline gateway')
  await page.keyboard.press('Enter')
  expect(await page.getByLabel('Preset').inputValue()).toBe('heartline-gateway')
  expect(await axeFindings(page)).toEqual([])
  await page.keyboard.press('Control+Enter')
  await until(
    () => page.url(),
    (address) => address.endsWith('#/endpoint/by-keyboard'),
  )
  const file = await written()
  expect(file).toContain('name: By keyboard')
  expect(file).toContain('preset: heartline-gateway')
  expect(file).toContain("# The shop's own stream.")
  expect(complaints).toEqual([])
})

test('a change keeps comments and hidden secrets; leaving without saving asks first', async () => {
  const { page, complaints } = await at('#/edit/orders')
  await page.getByText('Kept as it is in the file, not shown').waitFor()
  expect(await page.content()).not.toContain('written-out')
  await page.getByLabel('Silence', { exact: true }).fill('soon')
  await page.getByLabel('Silence', { exact: true }).blur()
  await page.getByText('"soon" is not a duration.').waitFor()
  await page.keyboard.press('Escape')
  const question = page.getByRole('alertdialog')
  await question.waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await question.waitFor({ state: 'detached' })
  await page.getByLabel('Silence', { exact: true }).fill('20s')
  await page.keyboard.press('Control+s')
  await page.getByText('Orders saved.', { exact: true }).waitFor()
  expect(await written()).toBe(yaml().replace('15s', '20s'))
  expect(complaints).toEqual([])
})

test('a file changed by hand meanwhile: what does not clash comes together, clashes are decided', async () => {
  const { page } = await at('#/edit/orders')
  await page.getByLabel('Name', { exact: true }).fill('Mine')
  await page.getByLabel('Silence', { exact: true }).fill('20s')
  await home.configure(yaml().replace('name: Orders', 'name: Theirs').replace('15s', '15s\n    group: Shop'))
  await until(async () => {
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    return page.getByText('In the file it is now: Theirs').isVisible()
  }, Boolean)
  expect(await page.getByLabel('Group', { exact: true }).inputValue()).toBe('Shop')
  await page.getByRole('button', { name: 'Name: keep mine' }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Mine saved.', { exact: true }).waitFor()
  const file = await written()
  for (const part of ['name: Mine # as the team says', 'silence: 20s', 'group: Shop', 'Bearer written-out']) {
    expect(file).toContain(part)
  }
})

test('an endpoint that is removed comes back by the keyboard, with its comments', async () => {
  const { page } = await at('#/edit/orders')
  await page.getByRole('button', { name: 'Remove this endpoint' }).click()
  await page.getByText('Orders removed.', { exact: true }).waitFor()
  expect(await written()).not.toContain('orders')
  await page.keyboard.press('Control+z')
  await until(written, (file) => file === yaml())
})

test('importing a list, a curl command and YAML: looked at, mended and chosen before anything is saved', async () => {
  const { page, complaints } = await at('#/import')
  const text = page.getByLabel('Text to import')
  const button = page.getByRole('button', { name: /^Import \d/ })
  await text.fill(`${streams.url}/one\nnot a url\n${streams.url}/two`)
  await page.getByText('Line 2:').waitFor()
  await page.getByLabel(`Name of ${streams.url}/one`).fill('First of the list')
  await page.getByRole('checkbox', { name: /^Import .*two$/ }).uncheck()
  expect(await axeFindings(page)).toEqual([])
  await button.click()
  await page.getByText('1 endpoint imported.', { exact: true }).waitFor()
  expect(await written()).toContain('name: First of the list')
  expect(await written()).not.toContain('/two')

  await page.evaluate(() => {
    location.hash = '#/import'
  })
  await text.fill(`curl -N ${streams.url}/curl -H 'Authorization: Bearer hunter2'`)
  await page.getByText(variable()).waitFor()
  await button.click()
  await until(written, (file) => file.includes('/curl'))
  await until(
    () => page.url(),
    (address) => !address.endsWith('#/import'),
  )
  expect(await written()).toContain(`Bearer \${secret:`)
  expect(await written()).not.toContain('hunter2')

  await page.evaluate(() => {
    location.hash = '#/import'
  })
  await text.fill(`version: 1\nendpoints:\n  - { id: orders, url: "${streams.url}/again" }\n`)
  const id = page.getByLabel(`Id of ${streams.url}/again`)
  await until(
    () => id.inputValue(),
    (value) => value !== '' && value !== 'orders',
  )
  await id.fill('orders')
  await until(
    () => id.getAttribute('aria-invalid'),
    (invalid) => invalid === 'true',
  )
  await id.fill('orders-again')
  await until(
    () => id.getAttribute('aria-invalid'),
    (invalid) => invalid === 'false',
  )
  await button.click()
  await until(written, (file) => file.includes('id: orders-again'))
  expect(complaints).toEqual([])
})

test('exporting gives a file that shows no secret', async () => {
  const { page } = await at('#/')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'More' }).click()
  await page
    .getByRole('menuitem', { name: /Export/ })
    .first()
    .click()
  const stream = await (await download).createReadStream()
  const text = (await stream.toArray()).join('')
  expect(text).toContain('id: orders')
  expect(text).not.toContain('written-out')
})

test('a header becomes a secret; where the keychain refuses, that is said and nothing typed is lost', async () => {
  let locked = true
  let stored: unknown = null
  const store = {
    writable: true,
    encrypted: true,
    sentence: 'Encrypted by the keychain of this system.',
    secrets: [],
  }
  const form = {
    id: null,
    revision: null,
    fields: {},
    hidden: [],
    defaults: {},
    fileDefaults: {},
    presets: [],
    groups: [],
    tags: [],
  }
  const stage = await openStage([], {
    others: {
      'config.form': async () => ({ ok: true, value: form }),
      'config.check': async () => ({ ok: true, value: [] }),
      'secrets.list': async () => ({ ok: true, value: store }),
      'secrets.set': async (secret) => {
        if (locked)
          return {
            ok: false,
            error: { code: 'refused', message: 'The keychain is locked.', hint: 'Unlock it.' },
          }
        stored = secret
        return { ok: true, value: store }
      },
    },
  })
  try {
    const { page, complaints } = await openPage(browser, `${stage.site.url}#/add`)
    await page.getByRole('button', { name: 'Add a header' }).click()
    await page.keyboard.type('Authorization')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Bearer hunter2')
    await page.getByRole('button', { name: 'Store the value of Authorization as a secret' }).click()
    await page.getByText(store.sentence).waitFor()
    await page.getByLabel('Name of the secret').fill('orders-token')
    await page.getByRole('button', { name: 'Store it' }).click()
    await page.getByText('The keychain is locked. Unlock it.').waitFor()
    const value = page.getByLabel('Value of Authorization', { exact: true })
    expect(await value.inputValue()).toBe('Bearer hunter2')
    expect(await axeFindings(page)).toEqual([])
    locked = false
    await page.getByRole('button', { name: 'Store it' }).click()
    await until(
      () => value.inputValue(),
      (text) => text === `Bearer \${secret:orders-token}`,
    )
    expect(stored).toEqual({ name: 'orders-token', value: 'hunter2' })
    expect(complaints).toEqual([])
  } finally {
    await stage.close()
  }
})

test('an import with secrets waits until it is known what becomes of them', async () => {
  let silent = true
  const imported: unknown[] = []
  const found = { name: 'orders-authorization', value: 'hunter2' }
  const store = {
    writable: true,
    encrypted: true,
    sentence: 'Encrypted by the keychain of this system.',
    secrets: [],
  }
  const fields = {
    id: 'orders',
    url: 'https://stream.example.com/orders',
    headers: { Authorization: `\${secret:${found.name}}` },
  }
  const stage = await openStage([], {
    others: {
      'config.preview': async () => ({
        ok: true,
        value: {
          format: 'curl',
          endpoints: [{ fields, secrets: [found], problems: [], remarks: [] }],
          problems: [],
        },
      }),
      'secrets.list': async () =>
        silent
          ? { ok: false, error: { code: 'refused', message: 'The keychain is locked.', hint: 'Unlock it.' } }
          : { ok: true, value: store },
      'secrets.set': async (secret) => {
        imported.push(secret)
        return { ok: true, value: store }
      },
      'config.import': async ({ endpoints }) => {
        imported.push(...endpoints)
        return { ok: true, value: { saved: true, ids: ['orders'], undo: 'one' } }
      },
    },
  })
  try {
    const { page, complaints } = await openPage(browser, `${stage.site.url}#/import`)
    await page.getByRole('textbox').fill('curl -H "Authorization: hunter2" https://stream.example.com/orders')
    const button = page.getByRole('button', { name: 'Import 1 endpoint' })
    await button.click()
    await page.getByText(/nothing was imported\. The keychain is locked\. Unlock it\./).waitFor()
    silent = false
    await button.click()
    await page.getByText('A secret was found in the text.').waitFor()
    expect(imported).toEqual([])
    await button.click()
    await until(
      () => imported.length,
      (count) => count === 2,
    )
    expect(imported).toEqual([found, fields])
    expect(complaints).toEqual([])
  } finally {
    await stage.close()
  }
})
