import { expect, it, vi } from 'vitest'
import { chooseGround, sentenceOf } from '../../helpers/electron/choose.ts'

it('runs on Electron where it is installed and a display answers, and says which', async () => {
  const ground = await chooseGround({ program: '/opt/electron', windowTrouble: async () => null })
  expect(ground).toEqual({ kind: 'electron', program: '/opt/electron', name: 'desktop, on Electron' })
  expect(sentenceOf(ground)).toBe("The desktop's flows run on Electron: /opt/electron")
})

it('runs on the stand-in without its program, and asks for no display then', async () => {
  const windowTrouble = vi.fn(async () => null)
  const ground = await chooseGround({ program: null, windowTrouble })
  expect(ground.name).toBe('desktop, on the stand-in for Electron')
  expect(sentenceOf(ground)).toMatch(/on the stand-in for Electron: its program is not installed/)
  expect(windowTrouble).not.toHaveBeenCalled()
})

it('runs on the stand-in where no window can be shown, and says why', async () => {
  const ground = await chooseGround({
    program: '/opt/electron',
    windowTrouble: async () => 'no display answers at DISPLAY=:0',
  })
  expect(ground).toMatchObject({ kind: 'stand-in', why: 'no display answers at DISPLAY=:0' })
})
