import type { SafeStorage } from 'electron'
import * as z from 'zod'
import { configError, fileTrouble } from '../config/errors.ts'
import type { SecretVault } from '../config/secrets.ts'
import { readKept, writeKept } from '../kept.ts'

/** What is needed of Electron's `safeStorage`; its asynchronous methods alone, since the others hold up everything. */
export type Keychain = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>

export interface SecretOptions {
  readonly keychain: Keychain
  readonly platform: NodeJS.Platform
  /** One sentence for standard error. */
  readonly say: (sentence: string) => void
}

/** Encrypted by the keychain, in Base64, by name. */
const schema = z.object({ version: z.literal(1), secrets: z.record(z.string(), z.base64()) })

interface Protection {
  readonly writable: boolean
  readonly encrypted: boolean
  readonly sentence: string
}

/**
 * The desktop app's secrets: encrypted by the system's keychain, kept in `file`, which only this user may read. They
 * are decrypted once, at the start; one that the keychain does not give back stays in the file, and is said. Rejects
 * with a `StartError` where the file cannot be read.
 */
export async function openSecrets(
  file: string,
  { keychain, platform, say }: SecretOptions,
): Promise<SecretVault> {
  const stored = await readKept<z.infer<typeof schema>>({
    file,
    schema,
    initial: { version: 1, secrets: {} },
    what: 'The secrets',
    whenDamaged: 'Set them again under Settings.',
    say,
  })
  let kept: Readonly<Record<string, string>> = stored.secrets
  const values = new Map<string, string>()
  const lost = new Map<string, string>()
  const protection = await protectionOf(keychain, platform)
  let writing: Promise<unknown> = Promise.resolve()
  // Without a secret nothing is asked of the keychain: on some systems it asks the person.
  for (const [name, secret] of Object.entries(kept)) await unlock(name, secret)
  if (lost.size > 0) say(`The system's keychain does not give back ${named([...lost.keys()])}. ${howToMend}`)

  async function unlock(name: string, secret: string): Promise<void> {
    try {
      const { result, shouldReEncrypt } = await keychain.decryptStringAsync(Buffer.from(secret, 'base64'))
      values.set(name, result)
      if (shouldReEncrypt) await renew(name)
    } catch (error) {
      lost.set(name, why(error))
    }
  }

  /** The key was changed: what was encrypted with the old one is encrypted again. The old one holds if that fails. */
  async function renew(name: string): Promise<void> {
    const value = values.get(name)
    if (value === undefined) return
    await set(name, value).catch((error: unknown) => say(`${name} keeps its old encryption: ${why(error)}`))
  }

  async function write(next: Readonly<Record<string, string>>): Promise<void> {
    try {
      await writeKept(file, { version: 1, secrets: next })
    } catch (error) {
      throw configError(
        'secret-refused',
        `The secrets cannot be kept in ${file}: ${fileTrouble(error)}. Mend that and save again.`,
      )
    }
    kept = next
  }

  /** One after the other: two at once would each write the file without the other's. */
  function inTurn(change: () => Promise<void>): Promise<void> {
    const done = writing.then(change)
    writing = done.catch(() => undefined)
    return done
  }

  async function encrypted(name: string, value: string): Promise<string> {
    try {
      return (await keychain.encryptStringAsync(value)).toString('base64')
    } catch (error) {
      throw configError(
        'secret-refused',
        `The system's keychain did not take the secret ${name} (${why(error)}). Unlock it and save again; what was stored before is unchanged.`,
      )
    }
  }

  async function store(name: string, value: string): Promise<void> {
    if (!protection.writable) throw configError('secret-refused', protection.sentence)
    await write({ ...kept, [name]: await encrypted(name, value) })
    values.set(name, value)
    lost.delete(name)
  }

  function set(name: string, value: string): Promise<void> {
    return inTurn(() => store(name, value))
  }

  return {
    ...protection,
    get: (name) => values.get(name) ?? null,
    howToSet: (name) =>
      lost.has(name)
        ? `The keychain does not give ${name} back (${lost.get(name)}). ${howToMend}`
        : `Set ${name} under Settings, Secrets.`,
    names: () => Object.keys(kept).sort(),
    set,
    remove: (name) =>
      inTurn(async () => {
        const { [name]: _, ...rest } = kept
        await write(rest)
        values.delete(name)
        lost.delete(name)
      }),
  }
}

const howToMend = 'Unlock the keychain and start Heartline again, or set the secret anew under Settings.'

async function protectionOf(keychain: Keychain, platform: NodeJS.Platform): Promise<Protection> {
  const place = places[platform] ?? "the system's keychain"
  const available = await keychain.isAsyncEncryptionAvailable().catch(() => false)
  // Chromium's own fallback where it finds no keychain: a password that stands in its source.
  const backend = platform === 'linux' ? keychain.getSelectedStorageBackend() : null
  if (backend === 'basic_text')
    return {
      writable: true,
      encrypted: false,
      sentence: `This system offers no keychain (GNOME Keyring or KWallet), so secrets are stored without real encryption: who can read your files can read them. \${env:NAME} keeps them out of files.`,
    }
  if (!available)
    return {
      writable: false,
      encrypted: false,
      sentence: `Nothing can be stored: ${place} does not answer. Unlock it and start Heartline again, or use \${env:NAME}.`,
    }
  // Encryption is claimed of what is known alone.
  if (backend !== null && !keychains.includes(backend))
    return {
      writable: true,
      encrypted: false,
      sentence: `It is not known how this system protects secrets, so take them for stored without real encryption: who can read your files may be able to read them. \${env:NAME} keeps them out of files.`,
    }
  return { writable: true, encrypted: true, sentence: `Secrets are encrypted by ${place}.` }
}

const keychains: readonly string[] = ['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6']

const places: Partial<Record<NodeJS.Platform, string>> = {
  darwin: "this Mac's keychain",
  win32: "Windows' data protection, for your account",
}

function why(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function named(names: readonly string[]): string {
  return names.length === 1 ? `the secret ${names[0]}` : `the secrets ${names.join(', ')}`
}
