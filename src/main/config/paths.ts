import { posix, win32 } from 'node:path'

export interface PlatformPaths {
  /** Where the configuration is looked for when none is named. */
  readonly configFile: string
  /** History, secrets, logs. */
  readonly dataDir: string
}

/**
 * The platform's own places for configuration and data. Only names them; creates nothing. `home` is the user's home
 * folder, for where the environment does not say. Sources: the XDG base directory specification, Apple's and
 * Microsoft's guidelines, with the folder names that Electron's users know.
 */
export function platformPaths(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  home: string,
): PlatformPaths {
  if (platform === 'win32') {
    const roaming = env.APPDATA || win32.join(home, 'AppData', 'Roaming')
    const local = env.LOCALAPPDATA || win32.join(home, 'AppData', 'Local')
    return {
      configFile: win32.join(roaming, 'heartline', 'heartline.yaml'),
      dataDir: win32.join(local, 'heartline'),
    }
  }
  if (platform === 'darwin') {
    const folder = posix.join(home, 'Library', 'Application Support', 'heartline')
    return { configFile: posix.join(folder, 'heartline.yaml'), dataDir: folder }
  }
  return {
    configFile: posix.join(
      absolute(env.XDG_CONFIG_HOME) ?? posix.join(home, '.config'),
      'heartline',
      'heartline.yaml',
    ),
    dataDir: posix.join(absolute(env.XDG_DATA_HOME) ?? posix.join(home, '.local', 'share'), 'heartline'),
  }
}

/** [XDG] "All paths set in these environment variables must be absolute", and are ignored where they are not. */
function absolute(path: string | undefined): string | null {
  return path !== undefined && posix.isAbsolute(path) ? path : null
}
