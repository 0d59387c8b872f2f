import { isDeepStrictEqual } from 'node:util'
import { defaultPolicy, type Policy } from '../../shared/model/policy.ts'
import type { EndpointSettings } from '../../shared/settings.ts'
import type { Rules } from './rules.ts'

/** The lifecycle's numbers: the settings over the defaults, the rotation schedule from the rules in force. */
export function policyOf(settings: EndpointSettings, rules: Rules): Policy {
  const { retry, connectTimeout, recheck, resume, headersFrom } = settings
  const { rotationEvery } = rules
  return {
    ...defaultPolicy,
    ...retry,
    connectTimeout,
    recheck,
    resume,
    rotationEvery,
    freshCredentials: headersFrom !== null,
  }
}

/** What a change of settings means for the connection: `rules` apply to the running one. */
export function changeOf(before: EndpointSettings, next: EndpointSettings): 'rules' | 'transport' | 'url' {
  if (before.url !== next.url) return 'url'
  const transport = ({ headers, headersFrom, tls, proxy, http2 }: EndpointSettings) => [
    headers,
    headersFrom,
    tls,
    proxy,
    http2,
  ]
  return isDeepStrictEqual(transport(before), transport(next)) ? 'rules' : 'transport'
}
