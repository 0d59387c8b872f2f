import { describe, expect, it } from 'vitest'
import { ownArguments } from '../../../../src/main/arguments.ts'
import { onScreen } from '../../../../src/main/desktop/place.ts'
import { createRecovery } from '../../../../src/main/desktop/recovery.ts'
import { isHarmless, staysHere } from '../../../../src/main/desktop/security.ts'

const left = { x: 0, y: 25, width: 1920, height: 1055 }
const right = { x: 1920, y: 0, width: 2560, height: 1440 }
const place = { x: 2000, y: 100, width: 1500, height: 900, maximized: false }

describe('the window opens', () => {
  it('where it was, on whichever screen that is', () => {
    expect(onScreen(place, [left, right])).toEqual(place)
  })
  it('where the system puts it, when its screen is gone or its title is off every screen', () => {
    const { x: _x, y: _y, ...size } = place
    expect(onScreen(place, [left])).toEqual(size)
    expect(onScreen({ ...place, x: 100, y: -60 }, [left])).toEqual(size)
    expect(onScreen({ ...place, x: -1450, y: 100 }, [left])).toEqual(size)
  })
  it('no larger than its screen, and no smaller than its page can be', () => {
    expect(onScreen({ ...place, x: 10, y: 30, width: 5000, height: 10 }, [left])).toMatchObject({
      width: 1920,
      height: 700,
    })
  })
})

it('a page that is lost again and again is loaded three times in a minute, then a person is asked', () => {
  let at = 0
  const done: string[] = []
  const lost = createRecovery({
    now: () => at,
    reload: () => done.push('reload'),
    giveUp: () => done.push('ask'),
  })
  for (let n = 0; n < 4; n += 1) lost()
  expect(done).toEqual(['reload', 'reload', 'reload', 'ask'])
  at = 61_000
  lost()
  expect(done.at(-1)).toBe('reload')
})

it.each([
  ['https://docs.example/a?b#c', true],
  ['https://me:secret@docs.example/', false],
  ['http://docs.example/', false],
  ['javascript:alert(1)', false],
  ['file:///etc/passwd', false],
  ['heartline://app/', false],
  ['ms-settings:', false],
  ['', false],
])('a link to %s is opened outside: %s', (url, opened) => {
  expect(isHarmless(url)).toBe(opened)
})

it('the page loads nothing from the net', () => {
  expect(['heartline://app/a.js', 'blob:heartline://app/1', 'data:image/png,'].every(staysHere)).toBe(true)
  expect(['https://a.example/', 'http://127.0.0.1/', 'ws://a/', 'file:///etc/passwd'].some(staysHere)).toBe(
    false,
  )
})

it.each([
  ['Node', { argv: ['node', 'serve.js', '--demo'], versions: {} }],
  [
    'Electron on the folder',
    { argv: ['electron', '.', '--demo'], versions: { electron: '45' }, defaultApp: true },
  ],
  [
    'Electron, with options of Chromium before the folder',
    {
      argv: ['electron', '--no-sandbox', '--inspect=0', '--remote-debugging-port=0', '.', '--demo'],
      versions: { electron: '45' },
      defaultApp: true,
    },
  ],
  [
    'the installed app',
    { argv: ['Heartline', '--password-store=basic', '--demo'], versions: { electron: '45' } },
  ],
])('the arguments of %s are the same', (_how, started) => {
  expect(ownArguments(started)).toEqual(['--demo'])
})
