import { run } from './built.mjs'

if (!process.argv.includes('--browser'))
  console.error('heartline: the desktop window comes with a later version; going on in browser mode')
await run('serve')
