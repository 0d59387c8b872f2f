import { describe, expect, it } from 'vitest'
import { isCmd, readCmd } from '../../../../../src/main/config/imports/cmd.ts'
import { readShell } from '../../../../../src/main/config/imports/shell.ts'

const words = (text: string) => readShell(text).commands.map((command) => command.words)

describe('bash', () => {
  it.each([
    ['curl \'a b\' "c d" e\\ f', ['curl', 'a b', 'c d', 'e f']],
    ["curl $'it\\'s\\n\\u00e9\\x41\\xc3\\xa9\\101'", ['curl', "it's\néAéA"]],
    ['curl "say \\"hi\\" \\n"', ['curl', 'say "hi" \\n']],
    ['curl -H "a: b" \\\n  https://x.example', ['curl', '-H', 'a: b', 'https://x.example']],
    ['curl \'a\'"b"c', ['curl', 'abc']],
    ["curl ''", ['curl', '']],
    ['curl https://x.example/?a=1&b=2', ['curl', 'https://x.example/?a=1&b=2']],
    [`curl "Bearer $TOKEN" \${HOST}/a '$NOT'`, ['curl', `Bearer \${env:TOKEN}`, `\${env:HOST}/a`, '$NOT']],
    [`curl "\${secret:a}" \${env:B}`, ['curl', `\${secret:a}`, `\${env:B}`]],
    ['curl a$ b#c # d', ['curl', 'a$', 'b#c']],
  ])('%s', (text, expected) => {
    expect(words(text)).toEqual([expected])
  })

  it('parts commands at line ends, semicolons, pipes and double ampersands, and knows their lines', () => {
    const { commands } = readShell('# all\ncurl a; curl b && curl c\n\ncurl \\\n d | jq .\n')
    expect(commands.map(({ line, words: [first, second] }) => [line, first, second])).toEqual([
      [2, 'curl', 'a'],
      [2, 'curl', 'b'],
      [2, 'curl', 'c'],
      [4, 'curl', 'd'],
      [5, 'jq', '.'],
    ])
  })

  it('goes on behind a quote that nothing closes', () => {
    const { commands, unclosed } = readShell('curl a\ncurl "b\ncurl c\n')
    expect(unclosed).toEqual([2])
    expect(commands.map((command) => command.words[1])).toEqual(['a', 'c'])
  })

  it('tells of output that nobody knows', () => {
    expect(readShell('curl "Bearer $(cat token)"').commands[0]).toMatchObject({ substitutes: true })
    expect(readShell('curl `cat url`').commands[0]).toMatchObject({ substitutes: true })
    expect(readShell("curl '$(cat)'").commands[0]).toMatchObject({ substitutes: false })
  })
})

describe('cmd', () => {
  it('as browsers copy it today', () => {
    const text =
      'curl ^"https://x.example/sse?a=1^&b=2^" ^\n  -H ^"accept: text/event-stream^" ^\n  -H ^"x: say ^\\^"hi^\\^" 100^%^"'
    expect(isCmd(text)).toBe(true)
    expect(readCmd(text).commands.map((command) => command.words)).toEqual([
      ['curl', 'https://x.example/sse?a=1&b=2', '-H', 'accept: text/event-stream', '-H', 'x: say "hi" 100%'],
    ])
  })

  it('as they did before, two of them', () => {
    const text = 'curl "https://x.example/a^b" ^\n -H "a: ""b""" &\ncurl "https://x.example/2"'
    expect(readCmd(text).commands.map(({ line, words: [, url, , header] }) => [line, url, header])).toEqual([
      [1, 'https://x.example/a^b', 'a: "b"'],
      [3, 'https://x.example/2', undefined],
    ])
  })

  it('is not seen where lines go on as in bash', () => {
    expect(isCmd('curl a^ \\\n b')).toBe(false)
  })
})
