import { connect } from 'node:net'
import { join } from 'node:path'

/** A display that does not answer by then is none. */
const answersWithinMs = 2000

/**
 * What keeps a window from being shown on this system, before anything is downloaded or started for it; null where
 * nothing does. Only Linux is asked: elsewhere who is logged in has a display.
 * @param {object} system
 * @param {NodeJS.Platform} system.platform
 * @param {Readonly<Record<string, string | undefined>>} system.env
 * @param {number | undefined} system.uid
 * @returns {Promise<string | null>}
 */
export const windowTrouble = async ({ platform, env, uid }) => {
  if (platform !== 'linux') return null
  if (uid === 0) return 'Chromium has no sandbox as root; start as another user for the window'
  const places = displaysOf(env)
  if (places.length === 0) return 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)'
  for (const place of places) if (await answers(place.address)) return null
  return `no display answers at ${[...new Set(places.map(({ name }) => name))].join(' or ')}`
}

/**
 * Where the displays named in the environment listen.
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {readonly { readonly name: string, readonly address: import('node:net').NetConnectOpts }[]}
 */
const displaysOf = ({ DISPLAY, WAYLAND_DISPLAY, XDG_RUNTIME_DIR }) => {
  const found = []
  if (WAYLAND_DISPLAY) {
    const path = WAYLAND_DISPLAY.startsWith('/')
      ? WAYLAND_DISPLAY
      : join(XDG_RUNTIME_DIR ?? '/run', WAYLAND_DISPLAY)
    found.push({ name: `WAYLAND_DISPLAY=${WAYLAND_DISPLAY}`, address: { path } })
  }
  const x = /^(?:unix)?(.*):(\d+)(?:\.\d+)?$/.exec(DISPLAY ?? '')
  if (x !== null) {
    const [, host = '', number] = x
    const socket = `/tmp/.X11-unix/X${number}`
    const addresses =
      host === '' ? [{ path: socket }, { path: `\0${socket}` }] : [{ host, port: 6000 + Number(number) }]
    for (const address of addresses) found.push({ name: `DISPLAY=${DISPLAY}`, address })
  } else if (DISPLAY) found.push({ name: `DISPLAY=${DISPLAY}`, address: { path: DISPLAY } })
  return found
}

/**
 * @param {import('node:net').NetConnectOpts} address
 * @returns {Promise<boolean>}
 */
const answers = (address) =>
  new Promise((resolve) => {
    const socket = connect(address)
    const settle = (/** @type {boolean} */ outcome) => {
      socket.destroy()
      resolve(outcome)
    }
    socket.setTimeout(answersWithinMs, () => settle(false))
    socket.once('connect', () => settle(true)).once('error', () => settle(false))
  })
