import type { EndpointFields, FormView } from '../../../shared/editing.ts'
import { struckOut } from '../../../shared/redact.ts'
import { isFields } from '../fields.ts'
import { builtIn } from '../merge.ts'
import { formatDuration, formatSize, parseDuration } from '../units.ts'
import { concealed } from './hidden.ts'
import type { Source } from './source.ts'

/** What a form shows of the file beside the endpoint itself. */
export function fileView(source: Source): Pick<FormView, 'defaults' | 'fileDefaults' | 'groups' | 'tags'> {
  const all = [source.defaults, ...source.endpoints]
  return {
    defaults: concealed(defaultsInForce(source.defaults), struckOut).fields,
    fileDefaults: concealed(source.defaults, struckOut).fields,
    groups: texts(all.map(({ group }) => group)),
    tags: texts(all.flatMap(({ tags }) => (Array.isArray(tags) ? tags : []))),
  }
}

function texts(values: readonly unknown[]): readonly string[] {
  const known = values.filter((value): value is string => typeof value === 'string')
  return [...new Set(known)].toSorted((a, b) => a.localeCompare(b))
}

/** The file's defaults over the program's own, in the units of the file; blocks merge one level deep. */
function defaultsInForce(own: EndpointFields): EndpointFields {
  const merged = Object.entries(own).map(([key, value]) => {
    const base = programDefaults[key]
    return [key, isFields(value) && isFields(base) ? { ...base, ...value } : value]
  })
  const fields: EndpointFields = { ...programDefaults, ...Object.fromEntries(merged) }
  return {
    ...fields,
    ...(isFields(own.retry) ? { retry: { ...Object(fields.retry), ...otherEnd(own.retry) } } : {}),
  }
}

const { retry } = builtIn
const programDefaults: EndpointFields = {
  enabled: true,
  preset: 'standard',
  connectTimeout: formatDuration(builtIn.connectTimeout),
  maxFrame: formatSize(builtIn.maxFrame),
  retry: {
    base: formatDuration(retry.base),
    cap: formatDuration(retry.cap),
    maxAttempts: retry.maxAttempts,
    stableAfter: formatDuration(retry.stableAfter),
  },
  recheck: formatDuration(builtIn.recheck),
  resume: true,
  fallback: { every: formatDuration(builtIn.fallbackEvery) },
  http2: false,
  tls: { insecure: false },
}

/** Where only one of base and cap is set, the other gives way (merge.ts). */
function otherEnd({ base, cap }: EndpointFields): EndpointFields {
  const longer = typeof base === 'string' && (parseDuration(base) ?? 0) > retry.cap
  const shorter = typeof cap === 'string' && (parseDuration(cap) ?? Number.POSITIVE_INFINITY) < retry.base
  if (longer && cap === undefined) return { cap: base }
  return shorter && base === undefined ? { base: cap } : {}
}
