import type { EndpointFields } from '../../../shared/editing.ts'
import { dropHeaders, type GatheredHeaders } from './curl-headers.ts'
import { type CurlOption, isMeaningless } from './curl-options.ts'

/** What a command asks for, gathered option by option. */
interface Gathering {
  readonly urls: string[]
  readonly headers: GatheredHeaders
  readonly data: string[]
  readonly remarks: string[]
  readonly tls: { ca?: string; cert?: string; key?: string; insecure?: boolean }
  readonly fields: { proxy?: string; http2?: boolean; connectTimeout?: string }
  method: string | null
  isGet: boolean
  proxyUser: string | null
}

/** The URLs of a command, the keys that its options give to each of them, and what could not be taken over. */
export function readRequest(found: readonly CurlOption[]) {
  const gathering: Gathering = {
    urls: [],
    headers: new Map(),
    data: [],
    remarks: [],
    tls: {},
    fields: {},
    method: null,
    isGet: false,
    proxyUser: null,
  }
  for (const option of found) heed(gathering, option)
  const { headers, tls, fields, remarks } = gathering
  const urls = gathering.urls.map((url) => withData(url, gathering))
  const left = dropHeaders(headers)
  if (left.length > 0)
    remarks.push(`Headers that a browser sends by itself were left out: ${left.join(', ')}.`)
  if (fields.proxy !== undefined) fields.proxy = withUser(withScheme(fields.proxy), gathering.proxyUser)
  const method = gathering.method?.toUpperCase() ?? 'GET'
  if (method !== 'GET' || (gathering.data.length > 0 && !gathering.isGet)) {
    remarks.push(
      `The command ${method === 'GET' ? 'sends data (POST)' : `asks by ${method}`}; Heartline asks by GET, which the server may refuse.`,
    )
  }
  if (tls.ca !== undefined || tls.cert !== undefined || tls.key !== undefined) {
    remarks.push('Paths of certificates are taken as relative to the folder of heartline.yaml.')
  }
  const all: EndpointFields = {
    ...fields,
    ...(headers.size > 0 ? { headers: Object.fromEntries(headers.values()) } : {}),
    ...(Object.keys(tls).length > 0 ? { tls } : {}),
  }
  return { urls, fields: all, remarks }
}

function heed(to: Gathering, { name, written, value, isKnown }: CurlOption): void {
  if (!isKnown) {
    to.remarks.push(`The option ${written} is not known here and was left out.`)
    return
  }
  switch (name) {
    case null:
    case 'url':
      to.urls.push(value)
      break
    case 'header':
      heedHeader(to, value)
      break
    case 'user':
      setHeader(to, 'Authorization', `Basic ${Buffer.from(value).toString('base64')}`)
      break
    case 'oauth2-bearer':
      setHeader(to, 'Authorization', `Bearer ${value}`)
      break
    case 'cookie':
      if (value.includes('=')) setHeader(to, 'Cookie', value)
      else to.remarks.push('The file of cookies (-b) was left out: write the cookie itself as a header.')
      break
    case 'user-agent':
      setHeader(to, 'User-Agent', value)
      break
    case 'referer':
      setHeader(to, 'Referer', value.replace(/;auto$/, ''))
      break
    case 'request':
      to.method = value
      break
    case 'head':
      to.method = 'HEAD'
      break
    case 'get':
      to.isGet = true
      break
    case 'data-urlencode':
      to.data.push(encodedPair(value))
      break
    case 'data':
    case 'data-ascii':
    case 'data-binary':
    case 'data-raw':
    case 'json':
    case 'form':
    case 'form-string':
      to.data.push(value)
      break
    default:
      heedTransport(to, { name, written, value })
  }
}

function heedTransport(
  to: Gathering,
  { name, written, value }: { readonly name: string; readonly written: string; readonly value: string },
): void {
  switch (name) {
    case 'insecure':
      to.tls.insecure = true
      break
    case 'cacert':
      to.tls.ca = value
      break
    case 'cert':
      to.tls.cert = value.replace(/(?<=.{2}):[^/\\]*$/, '')
      if (to.tls.cert !== value) to.remarks.push('The password of the certificate was left out.')
      break
    case 'key':
      to.tls.key = value
      break
    case 'proxy':
      to.fields.proxy = value
      break
    case 'proxy-user':
      to.proxyUser = value
      break
    case 'http2':
    case 'http2-prior-knowledge':
      to.fields.http2 = true
      break
    case 'connect-timeout':
      if (Number(value) > 0) to.fields.connectTimeout = `${Math.round(Number(value) * 1000)}ms`
      break
    default:
      if (!isMeaningless(name))
        to.remarks.push(`The option ${written} was left out: Heartline has none like it.`)
  }
}

function setHeader({ headers }: Gathering, name: string, value: string): void {
  const key = name.toLowerCase()
  const before = headers.get(key)
  headers.set(key, key === 'cookie' && before ? [name, `${before[1]}; ${value}`] : [name, value])
}

/** `Name: value`; `Name;` sends it empty, `Name:` takes curl's own away. */
function heedHeader(to: Gathering, text: string): void {
  if (text.startsWith('@')) {
    to.remarks.push(`The file of headers (-H ${text}) was left out.`)
    return
  }
  const colon = text.indexOf(':', 1)
  if (colon > 0) {
    const value = text.slice(colon + 1).trim()
    if (value !== '') setHeader(to, text.slice(0, colon).trim(), value)
  } else if (text.endsWith(';')) setHeader(to, text.slice(0, -1).trim(), '')
  else to.remarks.push(`The header ${JSON.stringify(text.slice(0, 40))} has no colon and was left out.`)
}

function withData(url: string, { isGet, data }: Gathering): string {
  if (!isGet || data.length === 0) return url
  return `${url}${url.includes('?') ? '&' : '?'}${data.join('&')}`
}

function encodedPair(value: string): string {
  const at = value.indexOf('=')
  if (at < 0) return encodeURIComponent(value)
  return `${value.slice(0, at + (at === 0 ? 0 : 1))}${encodeURIComponent(value.slice(at + 1))}`
}

function withUser(proxy: string, user: string | null): string {
  if (user === null || proxy.includes('@')) return proxy
  const at = user.indexOf(':')
  const parts = at < 0 ? [user] : [user.slice(0, at), user.slice(at + 1)]
  return proxy.replace('://', `://${parts.map(encodeURIComponent).join(':')}@`)
}

/** curl takes an address without a scheme for http. */
export function withScheme(url: string): string {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/|\$\{)/i.test(url) ? url : `http://${url}`
}
