/** A code for programs beside a sentence for a person (what, where, how to mend it). */
export interface ConfigError extends Error {
  readonly code: ConfigErrorCode
}

const codes = [
  'reference-missing',
  'credential-unreadable',
  'credential-invalid',
  'config-broken',
  'config-changed',
  'config-unwritable',
  'edit-impossible',
  /** What a form began from is not what the file says now. */
  'changed-meanwhile',
  /** The endpoint of a form is in the file no longer. */
  'gone',
  'unknown-endpoint',
  'cannot-undo',
  /** A secret cannot be stored, or not taken away: the sentence says why. */
  'secret-refused',
] as const
export type ConfigErrorCode = (typeof codes)[number]

export function configError(code: ConfigErrorCode, message: string): ConfigError {
  return Object.assign(new Error(message), { code })
}

export function isConfigError(error: unknown): error is ConfigError {
  return error instanceof Error && codes.some((code) => code === errorCode(error))
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
