import { environmentSecrets, type SecretStore } from './references.ts'

/** Where `${secret:NAME}` is kept, as the interface shows and changes it. Values are read by `get` alone. */
export interface SecretVault extends SecretStore {
  /** Whether `set` and `remove` work here. */
  readonly writable: boolean
  /** Whether what is stored is really encrypted by the system. */
  readonly encrypted: boolean
  /** What the store is, and what it is not, in one or two sentences. */
  readonly sentence: string
  names(): readonly string[]
  /** Rejects with a `ConfigError` whose sentence says why it cannot be stored, and what to do. */
  set(name: string, value: string): Promise<void>
  remove(name: string): Promise<void>
}

const fromEnvironment =
  'In browser mode secrets come from the environment that Heartline starts in; nothing is stored.'

/** Browser mode's secrets: `HEARTLINE_SECRET_NAME` in the environment. */
export function environmentVault(env: Readonly<Record<string, string | undefined>>): SecretVault {
  const secrets = environmentSecrets(env)
  const refuse = (name: string) => Promise.reject(new Error(secrets.howToSet(name)))
  return {
    ...secrets,
    writable: false,
    encrypted: false,
    sentence: fromEnvironment,
    names: () => [],
    set: refuse,
    remove: refuse,
  }
}
