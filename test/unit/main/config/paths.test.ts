import { expect, it } from 'vitest'
import { platformPaths } from '../../../../src/main/config/paths.ts'

it.each([
  ['linux', {}, '/home/u', '/home/u/.config/heartline/heartline.yaml', '/home/u/.local/share/heartline'],
  [
    'linux',
    { XDG_CONFIG_HOME: '/c', XDG_DATA_HOME: '/d' },
    '/home/u',
    '/c/heartline/heartline.yaml',
    '/d/heartline',
  ],
  [
    'linux',
    { XDG_CONFIG_HOME: 'c', XDG_DATA_HOME: '' },
    '/home/u',
    '/home/u/.config/heartline/heartline.yaml',
    '/home/u/.local/share/heartline',
  ],
  [
    'darwin',
    {},
    '/Users/u',
    '/Users/u/Library/Application Support/heartline/heartline.yaml',
    '/Users/u/Library/Application Support/heartline',
  ],
  [
    'win32',
    { APPDATA: 'C:\\R', LOCALAPPDATA: 'C:\\L' },
    'C:\\U',
    'C:\\R\\heartline\\heartline.yaml',
    'C:\\L\\heartline',
  ],
  [
    'win32',
    {},
    'C:\\U',
    'C:\\U\\AppData\\Roaming\\heartline\\heartline.yaml',
    'C:\\U\\AppData\\Local\\heartline',
  ],
] as const)('%s with %o', (platform, env, home, configFile, dataDir) => {
  expect(platformPaths(env, platform, home)).toEqual({ configFile, dataDir })
})
