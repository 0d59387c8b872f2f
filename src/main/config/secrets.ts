import { configError } from './errors.ts'
import { environmentSecrets, type SecretStore, secretVariable } from './references.ts'

/** Where `${secret:NAME}` is kept, as the interface shows and changes it. Values are read by `get` alone. */
export interface SecretVault extends SecretStore {
  /** Whether `set` and `remove` work here. */
  readonly writable: boolean
  /** Whether what is stored is really encrypted by the system. */
  readonly encrypted: boolean
  /** What the store is, and what it is not, in one or two sentences. */
  readonly sentence: string
  names(): readonly string[]
  /** Both reject with a `ConfigError` (`secret-refused`) whose sentence says why it is not possible, and what to do. */
  set(name: string, value: string): Promise<void>
  remove(name: string): Promise<void>
}

const fromEnvironment =
  'In browser mode secrets come from the environment that Heartline starts in; nothing is stored.'

/** Browser mode's secrets: `HEARTLINE_SECRET_NAME` in the environment. */
export function environmentVault(env: Readonly<Record<string, string | undefined>>): SecretVault {
  const secrets = environmentSecrets(env)
  return {
    ...secrets,
    writable: false,
    encrypted: false,
    sentence: fromEnvironment,
    names: () => [],
    set: (name) => refuse(secrets.howToSet(name)),
    remove: (name) => refuse(`Take ${secretVariable(name)} out of the environment that Heartline starts in.`),
  }
}

function refuse(instead: string): Promise<never> {
  return Promise.reject(configError('secret-refused', `Nothing is stored in browser mode. ${instead}`))
}
