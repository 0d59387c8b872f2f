import type { NetworkInterfaceInfo } from 'node:os'

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>

/**
 * Whether this machine has a network, as far as its addresses tell: it has none where it lost every address that leads
 * out. Where there never was one (a container with loopback alone) nothing is known, and nobody is offline.
 */
export function onlineByAddresses(interfaces: () => Interfaces): () => boolean {
  let hadOne = false
  return () => {
    const found = read(interfaces)
    if (found === null) return true
    const has = Object.values(found).some((addresses) => addresses?.some(leadsOut))
    hadOne ||= has
    return has || !hadOne
  }
}

/** Null where a sandbox forbids to ask: that is no lost address. */
function read(interfaces: () => Interfaces): Interfaces | null {
  try {
    return interfaces()
  } catch (error) {
    if (isSystemError(error)) return null
    throw error
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SYSTEM_ERROR'
}

/** What an interface gives itself stays when the network behind it is gone. */
function leadsOut({ internal, address }: NetworkInterfaceInfo): boolean {
  return !internal && !/^(?:fe[89ab][0-9a-f]:|169\.254\.)/i.test(address)
}
