import type { Trouble } from '../../shared/screens.ts'
import type { Lost } from './backlog.ts'
import type { History, HistoryState } from './types.ts'

/** What is said of the history when it cannot be kept as it should be: once in a sentence, and as long as it lasts. */
export interface HistoryTroubles {
  /** The file itself was found to be damaged, newer, in use: this run goes on without what it held. */
  told(trouble: Trouble): void
  /** The disk refuses what is to be written; null: it takes it again. */
  writing(trouble: Trouble | null, lost: Lost | null): void
  /** Why the file could not be kept small; null where it could. */
  tidied(trouble: Trouble | null): void
  /** Null: it is started again. */
  threadEnded(given: Trouble | null, why: string): void
  /** It was not open after so many milliseconds. */
  late(ms: number): void
  /** At the end, something could not be written. */
  unwritten(): void
}

/** Tells what is wrong with the history now, and whenever that changes. */
export function followTrouble(
  history: Pick<History, 'state' | 'onState'>,
  tell: (trouble: Trouble | null) => void,
): void {
  let last: Trouble | null = null
  const follow = ({ trouble }: HistoryState): void => {
    if (trouble === last) return
    last = trouble
    tell(trouble)
  }
  follow(history.state())
  history.onState(follow)
}

export interface TroublesPorts {
  readonly file: string
  readonly say: (sentence: string) => void
  readonly onChange: (trouble: Trouble | null) => void
}

export function createTroubles({ file, say, onChange }: TroublesPorts): HistoryTroubles {
  let lasting: Trouble | null = null
  let refused: Trouble | null = null
  let untidy: Trouble | null = null
  let ended: Trouble | null = null

  function show(): void {
    // What waits for a thread that is no more waits in vain.
    onChange(ended ?? refused ?? untidy ?? lasting)
  }

  function told(trouble: Trouble): void {
    lasting = trouble
    say(sentencesOf(trouble))
    show()
  }

  return {
    told,
    writing(trouble, lost) {
      const isOver = trouble === null && refused !== null
      const isOther = trouble !== null && trouble.code !== refused?.code
      const parts = [trouble?.message, meanwhile, lost && lack(lost)]
      refused = trouble && { ...trouble, message: parts.filter((part) => part !== null).join(' ') }
      if (isOver)
        say(`The history ${file} is written again. ${lost === null ? 'It lacks nothing.' : lack(lost)}`)
      if (isOther && refused !== null) say(sentencesOf(refused))
      show()
    },
    tidied(trouble) {
      if (trouble?.message === untidy?.message) return
      untidy = trouble
      // A disk that refuses everything is told of already.
      if (trouble !== null && refused === null) say(sentencesOf(trouble))
      show()
    },
    threadEnded(given, why) {
      if (given === null) {
        say(`The thread that keeps the history ended and is started again. ${why}`)
        return
      }
      ended = { ...given, message: `${given.message} ${why}` }
      say(sentencesOf(ended))
      show()
    },
    late: (ms) =>
      say(
        `The history ${file} did not open within ${ms / 1000} s. Watching begins without what it holds; what happens is written to it later.`,
      ),
    unwritten: () =>
      say(`The history ${file} lacks the end: it could not be written. ${refused?.hint ?? ''}`.trim()),
  }
}

const meanwhile = 'What happens is held in memory and written once that is mended.'

function lack({ from, to }: Lost): string {
  return `It lacks what happened from ${new Date(from).toISOString()} to ${new Date(to).toISOString()}: more had to wait than is held.`
}

function sentencesOf({ message, hint }: Trouble): string {
  return `${message} ${hint}`
}
