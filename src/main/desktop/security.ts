import type { DownloadItem, Session, WebContents, WebPreferences } from 'electron'
import type { PageAddress } from './protocol.ts'

/** What every page of the app runs with (6-quality.md, "Security"); none of it is left to a default. */
export function safePreferences(preload: string, devTools: boolean): WebPreferences {
  return {
    preload,
    devTools,
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
    // Chromium would fetch dictionaries from the net.
    spellcheck: false,
  }
}

/** Schemes that a page may load from in the installed app: none of them leaves this machine. */
const local = ['heartline:', 'blob:', 'data:', 'devtools:', 'chrome-extension:']

/**
 * Denies a session everything but the page: permissions, devices, screens, the net, and downloads other than what the
 * page itself made (an export).
 */
export function guardSession(session: Session, page: PageAddress, mayLoad: (url: string) => boolean): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null))
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }))
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayLoad(details.url) }))
  session.on('will-download', (event, item) => {
    if (isOwnDownload(item, page)) item.setSaveDialogOptions({ defaultPath: item.getFilename() })
    else event.preventDefault()
  })
}

/** What the installed app's page may ask for. */
export function staysHere(url: string): boolean {
  return local.some((scheme) => url.startsWith(scheme))
}

function isOwnDownload(item: Pick<DownloadItem, 'getURL'>, { origin }: PageAddress): boolean {
  return item.getURL().startsWith(`blob:${origin}/`)
}

/** Keeps a page where it is: no navigation, no redirect, no frame, no window; links open in the person's browser. */
export function guardContents(
  contents: WebContents,
  page: PageAddress,
  openOutside: (url: string) => void,
): void {
  contents.on('will-frame-navigate', (details) => {
    // Its own address again is a reload.
    if (!details.isMainFrame || !isPage(details.url, page)) details.preventDefault()
  })
  contents.on('will-navigate', (details) => {
    if (!isPage(details.url, page)) details.preventDefault()
  })
  contents.on('will-redirect', (details) => details.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    if (isHarmless(url)) openOutside(url)
    return { action: 'deny' }
  })
}

function isPage(url: string, page: PageAddress): boolean {
  return url.replace(/[?#].*$/s, '') === page.url
}

/** https, to somewhere with a name, and without credentials that a link could carry out. */
export function isHarmless(url: string): boolean {
  const parsed = URL.parse(url)
  return parsed !== null && parsed.protocol === 'https:' && parsed.username === '' && parsed.password === ''
}
