import type { References } from './types.ts'

/** Where an endpoint is, as it may be shown and told apart. */
export interface Address {
  /** With the values of secret-looking query keys struck out. */
  url(): string
  /** Host and port; the configured text where a reference is missing: it then fails as a matter of credentials. */
  host(): string
  /** References may have other values from now on. */
  renew(): void
}

/** As the references were when it was last renewed: redaction is too dear for each view. */
export function createAddress(references: Pick<References, 'display'>, configured: () => string): Address {
  let shown: string | null = null
  let host: string | null = null

  function url(): string {
    shown ??= references.display(configured())
    return shown
  }

  return {
    url,
    host() {
      host ??= URL.parse(url())?.host ?? url()
      return host
    },
    renew() {
      shown = null
      host = null
    },
  }
}
