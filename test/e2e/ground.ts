import { groundHere, sentenceOf } from '../helpers/electron/choose.ts'

/** Said once for each run, before its tests. */
export async function setup(): Promise<void> {
  console.log(`\n${sentenceOf(await groundHere())}\n`)
}
