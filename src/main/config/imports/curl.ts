import { setImmediate as breathe } from 'node:timers/promises'
import { isCmd, readCmd } from './cmd.ts'
import { curlOptions } from './curl-options.ts'
import { readRequest, withScheme } from './curl-request.ts'
import type { Candidate, LineProblem, Reading } from './reading.ts'
import { readShell, type ShellCommand } from './shell.ts'

/** Commands that are read in one go, so that other work is not held up. */
const atOnce = 100

/** One or several `curl` commands, as a browser copies them ("Copy as cURL", bash or cmd) or a person writes them. */
export async function readCurl(text: string): Promise<Reading> {
  const plain = text.replace(/\r\n?/g, '\n')
  const { commands, unclosed } = isCmd(plain) ? readCmd(plain) : readShell(plain)
  const candidates: Candidate[] = []
  const problems: LineProblem[] = unclosed.map((line) => ({
    line,
    message: 'A quote is opened in this command and not closed.',
    hint: 'Was the whole command copied?',
  }))
  for (const [index, command] of commands.entries()) {
    if (index % atOnce === 0) await breathe()
    const read = readCommand(command)
    if ('message' in read) problems.push(read)
    else candidates.push(...read)
  }
  return { candidates, problems: problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)) }
}

function readCommand(command: ShellCommand): readonly Candidate[] | LineProblem {
  const { line, substitutes } = command
  // A prompt, and variables that are set for this command alone.
  const begin = command.words.findIndex((word) => !/^(?:[$>%#]|[A-Za-z_]\w*=.*)$/s.test(word))
  const words = begin < 0 ? command.words : command.words.slice(begin)
  const [program = '', ...args] = words
  if (!/^(?:.*[\\/])?curl(?:\.exe)?$/i.test(program)) {
    const message = `This is no curl command: it begins with ${JSON.stringify(program.slice(0, 40))}.`
    const hint = /^https?:\/\//i.test(program)
      ? 'It was left out: a list of URLs is imported by itself, without commands in it.'
      : 'It was left out.'
    return { line, message, hint }
  }
  const { urls, ...request } = readRequest(curlOptions(args))
  if (urls.length === 0) return { line, message: 'This curl command has no URL.', hint: 'It was left out.' }
  const remarks = substitutes
    ? [...request.remarks, 'The output of a command ($(…)) cannot be taken over: headersFrom.command can.']
    : request.remarks
  return urls.map((url) => ({ line, fields: { url: withScheme(url), ...request.fields }, remarks }))
}
