/** Names of secrets: letters, digits, dashes and underscores (`secretName` of the contract). */
export function isSecretName(name: string): boolean {
  return name.length <= 100 && /^[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?$/.test(name)
}

/** A name to begin with: `orders-authorization`. */
export function secretNameFor(owner: string, header: string): string {
  return slug(`${owner} ${header}`) || 'secret'
}

/** What is left of a text as an id or the name of a secret; empty where nothing is. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '')
}

/** The variable that browser mode reads the secret from. */
export function environmentName(name: string): string {
  return `HEARTLINE_SECRET_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`
}

/** `Bearer x` is the scheme, which may stay readable, and the secret itself. */
export function splitScheme(value: string): { readonly scheme: string; readonly secret: string } {
  const scheme = /^(?:Bearer|Basic|Token|ApiKey)\s+(?=\S)/i.exec(value)?.[0] ?? ''
  return { scheme, secret: value.slice(scheme.length) }
}
