import { run } from './built.mjs'

await run('gateway')
