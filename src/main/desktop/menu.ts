import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { MenuAction } from '../../shared/bridge.ts'

export interface MenuOptions {
  readonly platform: NodeJS.Platform
  /** Developer tools are for those who work on Heartline. */
  readonly devTools: boolean
  readonly act: (action: MenuAction) => void
  readonly openProject: () => void
}

/** The application menu; roles where the system knows the item already. */
export function menuTemplate({
  platform,
  devTools,
  act,
  openProject,
}: MenuOptions): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin'
  const item = (label: string, action: MenuAction, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => act(action),
    ...(accelerator && { accelerator }),
  })
  const settings = item('Settings…', 'settings', 'CmdOrCtrl+,')
  const appMenu: MenuItemConstructorOptions = {
    label: 'Heartline',
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      settings,
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  }
  return [
    ...(mac ? [appMenu] : []),
    {
      label: '&File',
      submenu: [
        item('Add endpoint…', 'add', 'CmdOrCtrl+N'),
        item('Import…', 'import', 'CmdOrCtrl+I'),
        item('Export…', 'export', 'CmdOrCtrl+E'),
        { type: 'separator' },
        ...(mac
          ? [{ role: 'close' as const }]
          : [settings, { type: 'separator' as const }, { role: 'quit' as const }]),
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        item('Fleet', 'fleet', 'CmdOrCtrl+1'),
        item('Incidents', 'incidents', 'CmdOrCtrl+2'),
        // The page hears these two keys itself.
        item('Command palette…', 'palette'),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        { role: 'reload' },
        ...(devTools ? [{ role: 'toggleDevTools' as const }] : []),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        item('Keyboard shortcuts', 'shortcuts'),
        { label: 'Server-sent events: the standard', click: openProject },
        ...(mac ? [] : [{ role: 'about' as const }]),
      ],
    },
  ]
}

export function setMenu(options: MenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)))
}
