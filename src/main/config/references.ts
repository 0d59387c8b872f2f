import { redactText, redactUrl } from '../../shared/redact.ts'
import type { References } from '../monitor/types.ts'
import { configError } from './errors.ts'

/** Where `${secret:NAME}` comes from: the environment in browser mode, the system's keychain in the desktop app. */
export interface SecretStore {
  /** The value, or null where there is none. */
  get(name: string): string | null
  /** What to do so that `get(name)` finds a value, as one sentence. */
  howToSet(name: string): string
}

export interface ReferenceProblem {
  /** The reference as written, `${env:NAME}`. */
  readonly reference: string
  readonly message: string
  readonly hint: string
  /** False where only the value of a secret is missing: it may come while Heartline runs. */
  readonly blocking?: false
}

export interface ConfigReferences extends References {
  /** Everything that keeps `resolve(text)` from succeeding; empty where nothing does. Values are never named. */
  problems(text: string): readonly ReferenceProblem[]
  /**
   * A URL of the configuration as it may be shown. A `${env:…}` in the part before the path says where the server is
   * and is shown; every other reference is struck out, and so is all that `redactUrl` finds.
   */
  display(url: string): string
  /** The values of the references in `text`, so that they can be struck out of what is shown. */
  values(text: string): readonly string[]
}

const anyReference = /\$\{([^}]*)(\}|$)/g
const envName = /^[A-Za-z_][A-Za-z0-9_]*$/
const secretName = /^[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?$/

/** The variable that carries a secret in browser mode: `orders-token` is in `HEARTLINE_SECRET_ORDERS_TOKEN`. */
export function secretVariable(name: string): string {
  return `HEARTLINE_SECRET_${name.replaceAll('-', '_').toUpperCase()}`
}

/** Secrets from the environment, as browser mode has them. */
export function environmentSecrets(env: Readonly<Record<string, string | undefined>>): SecretStore {
  return {
    get: (name) => env[secretVariable(name)] || null,
    howToSet: (name) => `Set ${secretVariable(name)} in the environment that Heartline starts in.`,
  }
}

/** Whether `text` tries to hold a reference, well written or not. */
export function mentionsReference(text: string): boolean {
  return /\$\{\s*(env|secret)\b/i.test(text)
}

/** Whether a secret is referred to. */
export function mentionsSecret(text: string): boolean {
  return text.includes('$' + '{secret:')
}

/**
 * Resolves `${env:NAME}` and `${secret:NAME}`. The environment is read at each call, so that a changed secret is used
 * at the next connect. Line breaks at the end of a value are cut: they come from `echo` and belong to no value.
 */
export function createReferences(source: {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly secrets: SecretStore
}): ConfigReferences {
  function lookUp(body: string): string | null {
    const [kind, name] = split(body)
    if (kind === 'env' && envName.test(name)) return trimmed(source.env[name])
    // An empty secret is never meant: it would send `Bearer ` and be refused with 401.
    if (kind === 'secret' && secretName.test(name)) return trimmed(source.secrets.get(name)) || null
    return null
  }

  function problemOf(body: string, closed: boolean): ReferenceProblem | null {
    const reference = `\${${body}${closed ? '}' : ''}`
    const [kind, name] = split(body)
    if (!closed) {
      return { reference, message: `The reference ${reference} is not closed.`, hint: 'Add the missing }.' }
    }
    if (kind !== 'env' && kind !== 'secret') {
      const hint = `Write \${env:NAME} for an environment variable, or \${secret:NAME} for a secret.`
      return { reference, message: `${reference} is no reference that Heartline knows.`, hint }
    }
    if (!(kind === 'env' ? envName : secretName).test(name)) {
      const letters =
        kind === 'env' ? 'letters, digits and underscores' : 'letters, digits, dashes and underscores'
      return { reference, message: `The name in ${reference} is not valid.`, hint: `A name has ${letters}.` }
    }
    if (lookUp(body) !== null) return null
    return kind === 'env'
      ? {
          reference,
          message: `The environment variable ${name} is not set.`,
          hint: `Set ${name} in the environment that Heartline starts in.`,
        }
      : {
          reference,
          message: `There is no secret named ${name}.`,
          hint: source.secrets.howToSet(name),
          blocking: false,
        }
  }

  function problems(text: string): readonly ReferenceProblem[] {
    return [...text.matchAll(anyReference)].flatMap(
      (match) => problemOf(match[1] ?? '', match[2] === '}') ?? [],
    )
  }

  function values(text: string): readonly string[] {
    return [...text.matchAll(anyReference)].flatMap((match) => lookUp(match[1] ?? '') || [])
  }

  function resolve(text: string): string {
    const first = problems(text)[0]
    if (first !== undefined) throw configError('reference-missing', `${first.message} ${first.hint}`)
    return text.replace(anyReference, (_, body: string) => lookUp(body) ?? '')
  }

  function display(url: string): string {
    const shown = url.replace(anyReference, (reference, body: string, _end, at: number) => {
      const where = split(body)[0] === 'env' && beforePath(url.slice(0, at))
      return where ? redactUrl(lookUp(body) ?? reference) : '***'
    })
    // A secret that was also written out elsewhere in the URL must not show either.
    const hidden = [...url.matchAll(anyReference)].filter((match) => !beforePath(url.slice(0, match.index)))
    return redactText(
      redactUrl(shown),
      hidden.flatMap((match) => lookUp(match[1] ?? '') || []),
    )
  }

  return { resolve, problems, values, display, has: (text) => text.search(anyReference) >= 0 }
}

function split(body: string): readonly [string, string] {
  const at = body.indexOf(':')
  return at < 0 ? ['', body] : [body.slice(0, at), body.slice(at + 1)]
}

function trimmed(value: string | null | undefined): string | null {
  return value?.replace(/[\r\n]+$/, '') ?? null
}

/** Whether what follows `prefix` is still scheme, host or port: no path has begun, and no userinfo is open. */
function beforePath(prefix: string): boolean {
  return /^([a-z][a-z0-9+.-]*:\/\/)?[^/?#@]*$/i.test(prefix)
}
