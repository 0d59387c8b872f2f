import type { CallResult } from '../../../shared/contract.ts'
import type { SecretsView } from '../../../shared/screens.ts'
import { standingSource } from '../../config/editor/source.ts'
import { isConfigError } from '../../config/errors.ts'
import { secretUses } from '../../config/secret-uses.ts'
import type { SecretVault } from '../../config/secrets.ts'
import type { ConfigStore } from '../../config/store.ts'
import type { Fleet } from '../../monitor/types.ts'
import type { SecretHandlers } from '../handlers.ts'

export interface SecretHandlerPorts {
  readonly vault: SecretVault
  readonly config: Pick<ConfigStore, 'file' | 'endpoints' | 'judge'>
  readonly fleet: Pick<Fleet, 'view' | 'retry'>
}

/** Names of secrets and whether they are set; values go in and never come out. */
export function secretHandlers({ vault, config, fleet }: SecretHandlerPorts): SecretHandlers {
  const uses = async () => secretUses(config.endpoints(), await standingSource(config.file))

  async function list(): Promise<SecretsView> {
    const used = await uses()
    const names = new Set([...vault.names(), ...used.keys()])
    return {
      writable: vault.writable,
      encrypted: vault.encrypted,
      sentence: vault.sentence,
      secrets: [...names].toSorted().map((name) => ({
        name,
        isSet: Boolean(vault.get(name)),
        usedBy: used.get(name) ?? [],
        howToSet: vault.howToSet(name),
      })),
    }
  }

  async function change(work: () => Promise<void>): Promise<CallResult<SecretsView>> {
    try {
      await work()
    } catch (error) {
      if (!isConfigError(error)) throw error
      return { ok: false, error: { code: error.code, message: error.message, hint: '' } }
    }
    config.judge()
    return { ok: true, value: await list() }
  }

  /** Those that gave up or wait because of their credentials need not wait any longer. */
  async function retryUsers(name: string): Promise<void> {
    for (const id of (await uses()).get(name) ?? []) {
      const view = fleet.view(id)
      if (view?.phase === 'failed' || view?.failure?.kind === 'credentials') fleet.retry(id)
    }
  }

  return {
    'secrets.list': async () => ({ ok: true, value: await list() }),
    async 'secrets.set'({ name, value }) {
      const result = await change(() => vault.set(name, value))
      if (result.ok) await retryUsers(name)
      return result
    },
    'secrets.remove': ({ name }) => change(() => vault.remove(name)),
  }
}
