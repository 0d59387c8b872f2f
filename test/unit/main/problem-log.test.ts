import { expect, it } from 'vitest'
import { clockTrouble } from '../../../src/main/monitor/watching/clock-set.ts'
import { logClock, logProblems } from '../../../src/main/problem-log.ts'
import { createNoticeBoard } from '../../../src/main/rpc/sources.ts'
import type { Trouble, WatchingView } from '../../../src/shared/screens.ts'

const wrong = { file: 'heartline.yaml', line: 3, column: 7, message: '5 is no duration.', hint: 'Write 5s.' }
const gone = { file: 'heartline.yaml', line: null, column: null, message: 'The file is gone.', hint: '' }

it('says each problem once, with its place, and that all are mended', () => {
  const board = createNoticeBoard()
  const said: string[] = []
  logProblems(board, (line) => said.push(line))
  board.set([wrong])
  board.set([wrong, gone])
  board.set([])
  board.set([])
  board.set([gone])
  expect(said).toEqual([
    'heartline.yaml:3:7 5 is no duration. Write 5s.',
    'heartline.yaml The file is gone.',
    'The configuration is in order again, and in force.',
    'heartline.yaml The file is gone.',
  ])
})

it('says what was wrong before anybody listened', () => {
  const said: string[] = []
  logProblems(createNoticeBoard([gone]), (line) => said.push(line))
  expect(said).toEqual(['heartline.yaml The file is gone.'])
})

it('says one problem on one line', () => {
  const said: string[] = []
  const broken = { ...wrong, message: 'Found\r\n  endpoints:\n\tid\nhere.' }
  logProblems(createNoticeBoard([broken]), (line) => said.push(line))
  expect(said).toEqual(['heartline.yaml:3:7 Found endpoints: id here. Write 5s.'])
})

it('says once that the clock was set, and nothing of troubles that are told elsewhere', () => {
  const said: string[] = []
  let tell: (view: WatchingView) => void = () => undefined
  const onChange = (listener: (view: WatchingView) => void) => {
    tell = listener
    return () => undefined
  }
  logClock({ onChange }, (line) => said.push(line))
  const incidents = { open: 0, unacknowledged: 0 }
  const show = (...troubles: readonly Trouble[]): void =>
    tell({ away: null, digest: null, incidents, troubles })
  const full: Trouble = { code: 'history-full', message: 'The disk is full.', hint: 'Make room.' }
  show(full)
  show(full, clockTrouble(-3_600_000, 0))
  show(clockTrouble(-3_600_000, 0))
  show()
  show(clockTrouble(3_600_000, 0))
  expect(said).toEqual([
    expect.stringContaining('was set back by 1 h'),
    expect.stringContaining('was set forward by 1 h'),
  ])
})
