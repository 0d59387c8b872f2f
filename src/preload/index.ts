import { contextBridge, ipcRenderer } from 'electron'
import {
  type Bridge,
  bridgeName,
  channel,
  type FromPage,
  type MenuAction,
  type ToPage,
} from '../shared/bridge.ts'

/** All that the page can reach of Electron: one channel, and nothing of its choosing about it. */

interface Way {
  readonly name: string
  readonly onMessage: (text: string) => void
  readonly onClosed: () => void
}

let way: Way | null = null
let onMenu: ((action: MenuAction) => void) | null = null

const tell = (message: FromPage): void => ipcRenderer.send(channel, message)

const bridge: Bridge = {
  open(onMessage, onClosed) {
    way = { name: crypto.randomUUID(), onMessage, onClosed }
    tell({ type: 'open', way: way.name })
  },
  send(text) {
    if (way) tell({ type: 'message', way: way.name, text })
  },
  close() {
    if (way) tell({ type: 'close', way: way.name })
    way = null
  },
  copy(text) {
    tell({ type: 'copy', text })
  },
  onMenu(listener) {
    onMenu = listener
  },
}

ipcRenderer.on(channel, (_event, message: ToPage) => {
  if (message.type === 'menu') onMenu?.(message.action)
  // Else it belongs to a way that ended, perhaps with the page before this one.
  else if (way?.name === message.way) take(way, message)
})

function take({ name, onMessage, onClosed }: Way, message: Exclude<ToPage, { type: 'menu' }>): void {
  if (message.type === 'message') {
    tell({ type: 'taken', way: name })
    onMessage(message.text)
    return
  }
  way = null
  onClosed()
}

contextBridge.exposeInMainWorld(bridgeName, bridge)
