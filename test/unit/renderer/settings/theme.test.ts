import { expect, it } from 'vitest'
import { mistakeIn } from '../../../../src/renderer/settings/NumberField.tsx'
import { followTheme, type Theme, themeEvent } from '../../../../src/renderer/settings/theme.ts'
import { createFleetStore } from '../../../../src/renderer/store.ts'
import type { SettingsView } from '../../../../src/shared/screens.ts'

const plainSettings: SettingsView = {
  theme: 'system',
  eventRing: 200,
  api: { always: true, on: true, port: 0, url: null, metricsUrl: null, token: null, problem: null },
  history: { file: null, size: 0, cap: 2 ** 30, since: null, retention: [] },
  demo: 'off',
  demoProblem: null,
}

function page(localStorage: Pick<Storage, 'setItem'>) {
  const dataset: Record<string, string> = {}
  const told: string[] = []
  let systemChanged = (): void => undefined
  const window = {
    document: { documentElement: { dataset } },
    localStorage,
    dispatchEvent: ({ type }: Event) => told.push(`${type} ${dataset.theme ?? 'system'}`),
    matchMedia: () => ({
      addEventListener: (_: string, listener: () => void) => {
        systemChanged = listener
      },
    }),
  }
  const nothing = async () => null
  const store = createFleetStore({
    commands: { retry: nothing, stop: nothing, start: nothing },
    now: () => 0,
    soon: (run) => run(),
  })
  followTheme(window as unknown as Window, store)
  const set = (theme: Theme) => store.settings({ ...plainSettings, theme })
  return { set, told, store, dataset, changeSystem: () => systemChanged() }
}

it('shows the theme that the settings tell, remembers it, and tells who draws, once for each change', () => {
  const kept: string[] = []
  const { set, told, store, dataset, changeSystem } = page({ setItem: (_, theme) => kept.push(theme) })
  changeSystem()
  set('dark')
  store.tick()
  set('dark')
  changeSystem()
  set('system')
  expect(told).toEqual([`${themeEvent} system`, `${themeEvent} dark`, `${themeEvent} system`])
  expect(kept).toEqual(['dark', 'system'])
  expect(dataset).toEqual({})
})

it('goes on where the browser forbids storage', () => {
  const { set, dataset } = page({
    setItem: () => {
      throw new DOMException('no', 'SecurityError')
    },
  })
  set('light')
  expect(dataset).toEqual({ theme: 'light' })
})

it('takes whole numbers within the bounds, and says them else', () => {
  for (const right of ['50', '5000', '0200']) expect(mistakeIn(right, 50, 5000)).toBeNull()
  for (const wrong of ['', '49', '5001', '-1', '1e3', '5.5', 'x'])
    expect(mistakeIn(wrong, 50, 5000)).toBe('Give a whole number from 50 to 5,000.')
})
