/** A code for programs beside a sentence for a person (what, where, how to mend it). */
export interface ConfigError extends Error {
  readonly code: ConfigErrorCode
}

export type ConfigErrorCode =
  | 'reference-missing'
  | 'credential-unreadable'
  | 'credential-invalid'
  | 'config-broken'
  | 'config-changed'
  | 'config-unwritable'
  | 'edit-impossible'

export function configError(code: ConfigErrorCode, message: string): ConfigError {
  return Object.assign(new Error(message), { code })
}

const fileTroubles: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of its path is not a folder',
  EACCES: 'this user may not read or write it',
  EPERM: 'the system does not permit it',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a folder',
  EEXIST: 'a file stands in its place',
  ELOOP: 'its links lead in a circle',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
}

/** Why the file system refused, in words; decided by the error's code. */
export function fileTrouble(error: unknown): string {
  const code = errorCode(error)
  return code === null ? 'for an unknown reason' : (fileTroubles[code] ?? `the system says ${code}`)
}

/** The `code` of a system error, or null. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}
