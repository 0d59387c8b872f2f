import { randomBytes } from 'node:crypto'
import { chmod, readFile } from 'node:fs/promises'
import { errorCode, fileTrouble } from '../config/errors.ts'
import { replaceFile } from '../replace-file.ts'

/**
 * The token of the desktop app's local API, the same after a restart, so that scripts go on. It stands alone in its
 * file, readable by this user only. Where the file cannot be read or written, `say` is told a sentence, and the token
 * is one for this run.
 */
export async function keptToken(file: string, say: (sentence: string) => void): Promise<string> {
  const fresh = randomBytes(32).toString('base64url')
  try {
    const before = await readFile(file, 'utf8').catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return ''
      throw error
    })
    const token = before.trim()
    if (/^[\x21-\x7e]{16,}$/.test(token)) {
      await chmod(file, 0o600)
      return token
    }
    if (before !== '') say(`${file} held no token and was written anew: scripts need the new one.`)
    await replaceFile(file, `${fresh}\n`, { mode: 0o600 })
  } catch (error) {
    say(
      `The local API's token cannot be kept in ${file}: ${fileTrouble(error)}. It will be another one after a restart.`,
    )
  }
  return fresh
}
