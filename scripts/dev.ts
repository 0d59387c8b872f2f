import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createServer as createNetServer } from 'node:net'
import { join } from 'node:path'
import { createServer, type InlineConfig, type ProxyOptions, type ViteDevServer } from 'vite'
import electronVite from '../electron.vite.config.ts'
import { root } from './built.mjs'
import { windowTrouble } from './display.mjs'
import { ensureElectron } from './electron.mjs'

/**
 * `npm run dev`: the app with hot reload, for those who work on it. In Electron where it can be shown; else in
 * browser mode: the monitor from source, started anew when its source changes, and the page from Vite.
 */
const args = process.argv.slice(2)

const say = (sentence: string) => console.error(`heartline: ${sentence}`)

async function whyNoWindow(): Promise<string | null> {
  if (args.includes('--browser')) return 'as was asked for'
  const trouble = await windowTrouble({
    platform: process.platform,
    env: process.env,
    uid: process.getuid?.(),
  })
  if (trouble !== null) return trouble
  const electron = await ensureElectron()
  return 'why' in electron ? electron.why : null
}

/** Runs a program with this terminal, and ends when it ends. */
function follow(command: string, rest: readonly string[]): void {
  const child = spawn(command, [...rest], { stdio: ['inherit', 2, 'inherit'], cwd: root })
  const end = (signal: NodeJS.Signals) => child.kill(signal)
  process.on('SIGINT', end).on('SIGTERM', end)
  child.once('exit', (code) => process.exit(code ?? 0))
}

function developInElectron(): void {
  const electronViteProgram = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  follow(process.execPath, [electronViteProgram, '--watch', '--', ...args])
}

/** A port that is free now: the monitor keeps it over its restarts. */
async function freePort(): Promise<number> {
  const server = createNetServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('The system gives no free port.')
  return address.port
}

async function developInBrowser(): Promise<void> {
  const port = await freePort()
  const token = randomBytes(16).toString('hex')
  const vite = await servePage(port, token)
  const own = ['--browser', '--no-open', '--port', String(port), '--token', token]
  const others = args.filter((argument) => argument !== '--browser')
  follow(process.execPath, ['--watch', '--watch-preserve-output', 'src/main/serve.ts', ...own, ...others])
  say(`the page with hot reload is at ${vite.resolvedUrls?.local[0] ?? 'an unknown address'}`)
}

/** The page, changed while one looks; what it asks of the monitor goes there with the token. */
async function servePage(port: number, token: string): Promise<ViteDevServer> {
  const { renderer } = electronVite as { readonly renderer: InlineConfig }
  const target = `http://127.0.0.1:${port}`
  const vite: ViteDevServer = await createServer({
    ...(renderer.plugins && { plugins: renderer.plugins }),
    configFile: false,
    root: join(root, 'src', 'renderer'),
    server: {
      host: '127.0.0.1',
      proxy: { '/rpc': toMonitor({ ws: true }), '/api': toMonitor({}), '/metrics': toMonitor({}) },
    },
  })

  function toMonitor(options: ProxyOptions): ProxyOptions {
    return {
      ...options,
      target,
      changeOrigin: true,
      headers: { Authorization: `Bearer ${token}` },
      configure(proxy) {
        const own = () => vite.resolvedUrls?.local.map((url) => new URL(url).origin) ?? []
        // The monitor knows only its own origin. Another page's stays as it is, and is refused there.
        const rename = (request: {
          getHeader(name: string): unknown
          setHeader(name: string, value: string): unknown
        }) => {
          if (own().includes(String(request.getHeader('origin')))) request.setHeader('origin', target)
        }
        proxy.on('proxyReq', rename)
        proxy.on('proxyReqWs', rename)
      },
    }
  }
  return vite.listen()
}

const why = await whyNoWindow()
if (why === null) developInElectron()
else {
  if (!args.includes('--browser')) say(`no window, ${why}; developing in browser mode`)
  await developInBrowser()
}
