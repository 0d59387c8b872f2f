import { run } from './built.mjs'

const windowless = ['--browser', '--check', '--help', '--version']
if (!process.argv.some((argument) => windowless.includes(argument)))
  console.error('heartline: the desktop window comes with a later version; going on in browser mode')
await run('serve')
