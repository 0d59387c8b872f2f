import { EventEmitter } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DownloadItem, Session, WebContents, WindowOpenHandlerResponse } from 'electron'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAssets } from '../../../../src/main/api/assets.ts'
import { appPage, pageHandler, pageScheme } from '../../../../src/main/desktop/protocol.ts'
import {
  guardContents,
  guardSession,
  safePreferences,
  staysHere,
} from '../../../../src/main/desktop/security.ts'

/**
 * The list of 6-quality.md, "Security", point by point: what main answers when Electron asks. That it is asked is shown
 * in test/e2e/desktop.test.ts; who may send over the contract in test/integration/rpc/electron.test.ts; the fuses in
 * package.test.ts.
 */

it('runs every page isolated, sandboxed and without Node; developer tools are not in the installed app', () => {
  expect(safePreferences('/preload.cjs', false)).toEqual({
    preload: '/preload.cjs',
    devTools: false,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  })
})

type Handler = (...args: readonly unknown[]) => unknown

/** A session that keeps what is set on it, and asks it. */
function sessionWith(mayLoad: (url: string) => boolean) {
  const events = new EventEmitter()
  const set = new Map<string, Handler>()
  const keep = (name: string) => (handler: Handler) => void set.set(name, handler)
  const session = Object.assign(events, {
    setPermissionRequestHandler: keep('request'),
    setPermissionCheckHandler: keep('check'),
    setDevicePermissionHandler: keep('device'),
    setDisplayMediaRequestHandler: keep('screen'),
    setBluetoothPairingHandler: keep('pairing'),
    webRequest: { onBeforeRequest: keep('load') },
  }) satisfies Partial<Record<keyof Session, unknown>>
  guardSession(session as unknown as Session, appPage, mayLoad)
  return {
    events,
    /** What the handler returns, or calls back with. */
    ask(name: string, ...args: readonly unknown[]): unknown {
      let told: unknown
      const returned = set.get(name)?.(...args, (answer: unknown) => {
        told = answer
      })
      return returned ?? told
    },
  }
}

describe('a session', () => {
  const { ask, events } = sessionWith(staysHere)

  it.each([
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'clipboard-sanitized-write',
    'fileSystem',
    'openExternal',
    'hid',
    'serial',
    'usb',
  ])('is denied the permission %s, asked for or looked at', (permission) => {
    expect(ask('request', null, permission)).toBe(false)
    expect(ask('check', null, permission, 'heartline://app', {})).toBe(false)
  })

  it('is denied devices, screens and Bluetooth', () => {
    expect(ask('device', { deviceType: 'usb', origin: 'heartline://app' })).toBe(false)
    expect(ask('screen', { securityOrigin: 'heartline://app' })).toBeNull()
    expect(ask('pairing', { deviceId: 'a', pairingKind: 'confirm' })).toEqual({ confirmed: false })
  })

  it.each([
    ['heartline://app/assets/index.js', false],
    ['https://elsewhere.example/', true],
    ['http://127.0.0.1:9100/', true],
    ['ws://127.0.0.1/', true],
    ['file:///etc/passwd', true],
    ['ftp://elsewhere.example/', true],
    ['heartlines://app/', true],
  ])('loads nothing from the net or the disk: %s', (url, cancel) => {
    expect(ask('load', { url })).toEqual({ cancel })
  })

  it.each([
    ['blob:heartline://app/0c0ffee', false],
    ['https://elsewhere.example/setup.exe', true],
    ['blob:https://elsewhere.example/0c0ffee', true],
    ['blob:heartline://app.elsewhere.example/0', true],
    ['data:application/zip,a', true],
    ['file:///etc/passwd', true],
  ])('saves only what its own page made: %s', (url, isDenied) => {
    let prevented = false
    const item: Pick<DownloadItem, 'getURL' | 'getFilename' | 'setSaveDialogOptions'> = {
      getURL: () => url,
      getFilename: () => 'a',
      setSaveDialogOptions: () => undefined,
    }
    const event = {
      preventDefault: () => {
        prevented = true
      },
    }
    events.emit('will-download', event, item)
    expect(prevented).toBe(isDenied)
  })
})

describe('a page', () => {
  const opened: string[] = []
  const events = new EventEmitter()
  let open: ((details: { readonly url: string }) => WindowOpenHandlerResponse) | null = null
  const contents = Object.assign(events, {
    setWindowOpenHandler(handler: typeof open) {
      open = handler
    },
  }) satisfies Partial<Record<keyof WebContents, unknown>>
  guardContents(contents as unknown as WebContents, appPage, (url) => opened.push(url))

  const isPrevented = (name: string, details: object): boolean => {
    let prevented = false
    events.emit(name, {
      ...details,
      preventDefault: () => {
        prevented = true
      },
    })
    return prevented
  }

  it.each([
    ['heartline://app/', false],
    ['heartline://app/?a#/settings', false],
    ['heartline://app/other', true],
    ['heartline://other/', true],
    ['https://elsewhere.example/', true],
    ['file:///etc/passwd', true],
    ['javascript:alert(1)', true],
    ['data:text/html,a', true],
  ])('goes nowhere but to itself: %s', (url, wanted) => {
    expect(isPrevented('will-navigate', { url })).toBe(wanted)
    expect(isPrevented('will-frame-navigate', { url, isMainFrame: true })).toBe(wanted)
  })

  it('holds no frames, follows no redirects and attaches no webview', () => {
    expect(isPrevented('will-frame-navigate', { url: appPage.url, isMainFrame: false })).toBe(true)
    expect(isPrevented('will-redirect', { url: appPage.url, isMainFrame: true })).toBe(true)
    expect(isPrevented('will-attach-webview', {})).toBe(true)
  })

  it.each([
    ['https://docs.example/a', true],
    ['http://docs.example/a', false],
    ['https://user:password@docs.example/', false],
    ['https://user@docs.example/', false],
    ['file:///etc/passwd', false],
    ['javascript:alert(1)', false],
    ['mailto:someone@docs.example', false],
    ['ms-settings:', false],
    ['heartline://app/', false],
    ['no url', false],
  ])('opens no window, and outside only https without credentials: %s', (url, outside) => {
    opened.length = 0
    expect(open?.({ url })).toEqual({ action: 'deny' })
    expect(opened).toEqual(outside ? [url] : [])
  })
})

describe('heartline://', () => {
  let folder: string
  let handle: ReturnType<typeof pageHandler>
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heartline-page-'))
    await mkdir(join(folder, 'renderer', 'assets'), { recursive: true })
    await writeFile(join(folder, 'renderer', 'index.html'), '<p>page')
    await writeFile(join(folder, 'renderer', 'assets', 'a.js'), '1')
    await writeFile(join(folder, 'secret.txt'), 'secret')
    handle = pageHandler(createAssets(join(folder, 'renderer')))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('is a secure origin of its own, which nothing else is granted', () => {
    expect(pageScheme).toEqual({
      scheme: 'heartline',
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    })
  })

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/..%2fsecret.txt',
    '/..%2Fsecret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/.%2e/secret.txt',
    '/%252e%252e%252fsecret.txt',
    '/..\\secret.txt',
    '/..%5csecret.txt',
    '/%c0%ae%c0%ae/secret.txt',
    '/assets/a.js%00.txt',
    '//secret.txt',
    '/assets',
    '/C:/secret.txt',
    '/%',
  ])('serves nothing that is not of the page: %s', async (path) => {
    const answer = await handle({ url: `heartline://app${path}`, method: 'GET' })
    expect(answer.status).toBe(404)
    expect(await answer.text()).not.toContain('secret')
  })

  it.each([
    ['heartline://app/', 'GET', 200],
    ['heartline://app/assets/a.js', 'GET', 200],
    ['heartline://app/nowhere', 'GET', 404],
    ['heartline://app/', 'POST', 405],
    ['heartline://other/', 'GET', 403],
    ['heartline://app.elsewhere.example/', 'GET', 403],
  ])('sends its policy with every answer: %s %s', async (url, method, status) => {
    const answer = await handle({ url, method })
    expect(answer.status).toBe(status)
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/unsafe|\*/)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('sends a policy with the page that says how to build it, too', async () => {
    const answer = await pageHandler(createAssets(join(folder, 'nowhere')))({
      url: appPage.url,
      method: 'GET',
    })
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  })
})
