import { describe, expect, it } from 'vitest'
import { helpText, type Options, parseCommandLine } from '../../../../src/main/cli.ts'

const defaults: Options = {
  config: null,
  dataDir: null,
  demo: false,
  browser: false,
  host: '127.0.0.1',
  port: 0,
  open: true,
  allowHosts: [],
  token: null,
  check: false,
}

const run = (over: Partial<Options>) => ({ kind: 'run', options: { ...defaults, ...over } })

describe('the command line', () => {
  it.each<[string, Partial<Options>]>([
    ['', {}],
    ['--browser --no-open', { browser: true, open: false }],
    ['--config a.yaml --data-dir data', { config: 'a.yaml', dataDir: 'data' }],
    ['--config=a.yaml --data-dir=-odd', { config: 'a.yaml', dataDir: '-odd' }],
    ['--demo', { demo: true }],
    ['--check --config a.yaml', { check: true, config: 'a.yaml' }],
    ['--host 0.0.0.0 --port 8080', { host: '0.0.0.0', port: 8080 }],
    ['--host [::1] --port 65535', { host: '::1', port: 65_535 }],
    ['--host fe80::1%eth0', { host: 'fe80::1%eth0' }],
    ['--port 0', { port: 0 }],
    ['--port 1 --port 2', { port: 2 }],
    ['--allow-host a.example.com --allow-host [fd00::1]', { allowHosts: ['a.example.com', '[fd00::1]'] }],
    ['--token abc', { token: 'abc' }],
  ])('%s', (line, options) => {
    expect(parseCommandLine(line.split(' ').filter(Boolean), {})).toEqual(run(options))
  })

  it('takes from the environment what it leaves out', () => {
    const env = {
      HEARTLINE_CONFIG: 'env.yaml',
      HEARTLINE_DATA_DIR: 'env-data',
      HEARTLINE_HOST: '127.0.0.2',
      HEARTLINE_PORT: '9000',
      HEARTLINE_TOKEN: 'env-token',
    }
    expect(parseCommandLine([], env)).toEqual(
      run({ config: 'env.yaml', dataDir: 'env-data', host: '127.0.0.2', port: 9000, token: 'env-token' }),
    )
    expect(parseCommandLine(['--port', '1', '--token', 't', '--config', 'c'], env)).toEqual(
      run({ config: 'c', dataDir: 'env-data', host: '127.0.0.2', port: 1, token: 't' }),
    )
    expect(parseCommandLine([], { HEARTLINE_PORT: '', HEARTLINE_CONFIG: '' })).toEqual(run({}))
  })

  it('leaves the configuration of the environment out of the demo', () => {
    expect(parseCommandLine(['--demo'], { HEARTLINE_CONFIG: 'env.yaml' })).toEqual(run({ demo: true }))
  })

  it.each([['--help'], ['--help', '--browser']])('%s %s asks for help', (...args) => {
    expect(parseCommandLine(args, {})).toEqual({ kind: 'help' })
  })

  it('tells its version', () => {
    expect(parseCommandLine(['--version'], {})).toEqual({ kind: 'version' })
  })

  it.each([
    ['--confg a', 'The option --confg is not known; did you mean --config? --help lists them all.'],
    ['--nonsense', 'The option --nonsense is not known; --help lists them all.'],
    ['-x', 'The option -x is not known; --help lists them all.'],
    ['--config', 'The option --config needs a value behind it.'],
    ['--config --browser', 'The option --config needs a value behind it.'],
    ['--config=', 'The option --config needs a value behind it.'],
    ['--browser=yes', 'The option --browser takes no value; leave "yes" out.'],
    ['file.yaml', 'The argument "file.yaml" belongs to no option; --help lists them all.'],
    ['-- file.yaml', 'The argument "file.yaml" belongs to no option; --help lists them all.'],
    [
      '--port 99999',
      '--port is "99999", which is no port: give a whole number up to 65535, 0 for a free one.',
    ],
    ['--port 80a', '--port is "80a", which is no port: give a whole number up to 65535, 0 for a free one.'],
    ['--port=-1', '--port is "-1", which is no port: give a whole number up to 65535, 0 for a free one.'],
    [
      '--host http://x:1',
      '--host is "http://x:1", which is no address: give one without scheme and port, such as 127.0.0.1.',
    ],
    [
      '--allow-host x.example.com:80',
      '--allow-host is "x.example.com:80", which is no name of a host: give it without scheme and port.',
    ],
    ['--demo --config a.yaml', '--demo brings a configuration of its own: leave --config or --demo out.'],
    ['--demo --check', '--check looks at your own configuration: leave --demo or --check out.'],
  ])('refuses %s in one sentence', (line, message) => {
    expect(parseCommandLine(line.split(' '), {})).toEqual({ kind: 'wrong', message })
  })

  it('names the variable where the mistake is in the environment, and never the token itself', () => {
    expect(parseCommandLine([], { HEARTLINE_PORT: '99999' })).toMatchObject({
      message: expect.stringContaining('HEARTLINE_PORT is "99999"'),
    })
    const wrong = parseCommandLine([], { HEARTLINE_TOKEN: 'se cret' })
    expect(wrong).toMatchObject({ kind: 'wrong', message: expect.stringContaining('HEARTLINE_TOKEN') })
    expect(JSON.stringify(wrong)).not.toContain('se cret')
  })

  it('has every option in its help', () => {
    for (const option of [
      '--config',
      '--data-dir',
      '--demo',
      '--browser',
      '--host',
      '--port',
      '--no-open',
      '--allow-host',
      '--token',
      '--check',
      '--help',
      '--version',
    ])
      expect(helpText).toContain(option)
  })
})
