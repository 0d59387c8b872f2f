/** What the preload gives to the page in the desktop app, as `window.heartline`: the contract's pipe and the menu. */
export interface Bridge {
  /** Sends one message of the contract. */
  send(message: unknown): void
  /** One listener for each; a later one takes the place of the earlier. */
  onMessage(listener: (message: unknown) => void): void
  onMenu(listener: (action: MenuAction) => void): void
}

/** What the application menu asks of the page. */
export const menuActions = ['add', 'import', 'export', 'settings', 'palette', 'shortcuts', 'fleet'] as const
export type MenuAction = (typeof menuActions)[number]

/** The name of the bridge in the page. */
export const bridgeName = 'heartline'

/** The page's origin in the desktop app. */
export const pageOrigin = 'heartline://app'
