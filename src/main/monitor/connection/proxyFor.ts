import { BlockList, isIP, isIPv6 } from 'node:net'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The proxy that the environment names for `url`, or null for a direct connection: `http_proxy`,
 * `https_proxy`, else `all_proxy`, in lower case first, then in upper case; `no_proxy` as curl reads it (names
 * match themselves and what ends in them, `*` matches all, ports and address blocks count). Loopback never goes
 * through a proxy of the environment.
 */
export function proxyFor(url: URL, env: Environment): string | null {
  const scheme = url.protocol === 'https:' ? 'https_proxy' : 'http_proxy'
  const proxy = read(env, scheme) ?? read(env, 'all_proxy')
  if (proxy === null) return null
  const host = hostOf(url)
  if (isLoopback(host)) return null
  if (isExempt(host, portOf(url), read(env, 'no_proxy') ?? '')) return null
  return proxy.includes('://') ? proxy : `http://${proxy}`
}

/** The host of a URL, without the brackets of an IPv6 address. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1')
}

/** The port of a URL, the scheme's own where none is written. */
export function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
}

function read(env: Environment, name: string): string | null {
  return env[name]?.trim() || env[name.toUpperCase()]?.trim() || null
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

function isLoopback(host: string): boolean {
  if (isIP(host)) return loopback.check(host, isIPv6(host) ? 'ipv6' : 'ipv4')
  return host === 'localhost' || host.endsWith('.localhost')
}

function isExempt(host: string, port: number, list: string): boolean {
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => entry === '*' || matches(host, port, entry))
}

function matches(host: string, port: number, entry: string): boolean {
  const block = /^(.*)\/(\d{1,3})$/.exec(entry)
  if (block) return isIP(host) > 0 && inBlock(host, block[1] ?? '', Number(block[2]))
  const [name, entryPort] = splitPort(entry)
  if (entryPort !== null && entryPort !== port) return false
  const bare = name.replace(/^\*?\./, '').replace(/\.$/, '')
  const own = host.replace(/\.$/, '')
  return own === bare || (isIP(own) === 0 && own.endsWith(`.${bare}`))
}

function splitPort(entry: string): readonly [string, number | null] {
  if (isIPv6(entry)) return [entry, null]
  const parts = /^(?:\[(.*)\]|([^:]*))(?::(\d+))?$/.exec(entry)
  if (!parts) return [entry, null]
  return [parts[1] ?? parts[2] ?? '', parts[3] === undefined ? null : Number(parts[3])]
}

function inBlock(host: string, base: string, bits: number): boolean {
  const family = isIPv6(host) ? 'ipv6' : 'ipv4'
  if (isIP(base) !== isIP(host) || bits > (family === 'ipv6' ? 128 : 32)) return false
  const block = new BlockList()
  block.addSubnet(base, bits, family)
  return block.check(host, family)
}
