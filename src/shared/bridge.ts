/**
 * What the preload gives to the page in the desktop app, as `window.heartline`: ways to the monitor, and the menu.
 * Messages of the contract cross as JSON text: their size is known, so that a page that does not keep up is noticed.
 */
export interface Bridge {
  /** Opens a new way to the monitor; the earlier one, which there is one of at most, ends without a word. */
  open(onMessage: (text: string) => void, onClosed: () => void): void
  /** Sends one message on the way that is open; without one, it is dropped. */
  send(text: string): void
  /** Ends the way that is open. */
  close(): void
  /** Puts text on the system's clipboard. */
  copy(text: string): void
  /** One listener: a later one takes the place of the earlier. */
  onMenu(listener: (action: MenuAction) => void): void
}

/** What the application menu asks of the page. */
export const menuActions = [
  'add',
  'import',
  'export',
  'settings',
  'palette',
  'shortcuts',
  'fleet',
  'incidents',
] as const
export type MenuAction = (typeof menuActions)[number]

/** The name of the bridge in the page. */
export const bridgeName = 'heartline'

/** The page's origin in the desktop app. */
export const pageOrigin = 'heartline://app'

/** The one channel between the preload and main, in both directions. */
export const channel = 'heartline'

/** From the preload to main. `way` names a way by a text that no other page load has. */
export type FromPage =
  | { readonly type: 'open'; readonly way: string }
  | { readonly type: 'message'; readonly way: string; readonly text: string }
  /** One message has arrived. */
  | { readonly type: 'taken'; readonly way: string }
  | { readonly type: 'close'; readonly way: string }
  | { readonly type: 'copy'; readonly text: string }

/** From main to the preload. */
export type ToPage =
  | { readonly type: 'message'; readonly way: string; readonly text: string }
  | { readonly type: 'closed'; readonly way: string }
  | { readonly type: 'menu'; readonly action: MenuAction }
