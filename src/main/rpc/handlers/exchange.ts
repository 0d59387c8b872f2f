import type { CallResult } from '../../../shared/contract.ts'
import type { Surroundings } from '../../config/checks.ts'
import { type Source, standingSource } from '../../config/editor/source.ts'
import { isConfigError } from '../../config/errors.ts'
import { exportConfig } from '../../config/export.ts'
import { type PreviewSurroundings, previewImport } from '../../config/imports/preview.ts'
import type { ConfigReferences, SecretStore } from '../../config/references.ts'
import { secretUses } from '../../config/secret-uses.ts'
import type { SecretVault } from '../../config/secrets.ts'
import type { ConfigStore } from '../../config/store.ts'
import type { ExchangeHandlers } from '../handlers.ts'

export interface ExchangeHandlerPorts {
  readonly vault: SecretVault
  readonly config: Pick<ConfigStore, 'file' | 'endpoints' | 'text'>
  readonly surroundings: () => Surroundings
  /** References that find their secrets here. */
  readonly referencesTo: (secrets: SecretStore) => ConfigReferences
}

/** What comes into the configuration from texts, and what goes out of it as one. */
export function exchangeHandlers(ports: ExchangeHandlerPorts): ExchangeHandlers {
  const { vault, config } = ports
  const secretNames = (file: Source) => [...vault.names(), ...secretUses(config.endpoints(), file).keys()]

  return {
    async 'config.preview'({ text }) {
      const file = await standingSource(config.file)
      return { ok: true, value: await previewImport(text, around(ports, file, secretNames(file))) }
    },
    async 'config.export'({ ids }) {
      const names = secretNames(await standingSource(config.file))
      return refusable(async () => ({
        text: exportConfig((await config.text()) ?? '', ids === null ? null : new Set(ids), names),
      }))
    },
  }
}

function around(
  { vault, config, surroundings, referencesTo }: ExchangeHandlerPorts,
  file: Source,
  secretNames: readonly string[],
): PreviewSurroundings {
  const { fileTrouble, baseDir } = surroundings()
  const inFile = file.endpoints.flatMap(({ id, name, url }) =>
    typeof id === 'string' ? [{ id, name: String(name ?? id), url: String(url ?? '') }] : [],
  )
  return {
    fileTrouble,
    baseDir,
    defaults: file.defaults,
    watched: [...config.endpoints(), ...inFile],
    secretNames,
    referencesWith: (found) =>
      referencesTo({ get: (name) => found.get(name) ?? vault.get(name), howToSet: vault.howToSet }),
  }
}

/** A refusal is an answer; a fault of the program's own goes on. */
async function refusable<T>(work: () => Promise<T>): Promise<CallResult<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    if (!isConfigError(error)) throw error
    return { ok: false, error: { code: error.code, message: error.message, hint: '' } }
  }
}
