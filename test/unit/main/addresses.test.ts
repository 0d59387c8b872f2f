import type { NetworkInterfaceInfo } from 'node:os'
import { expect, test } from 'vitest'
import { onlineByAddresses } from '../../../src/main/addresses.ts'

function address(text: string, internal = false): NetworkInterfaceInfo {
  const common = { address: text, netmask: '', mac: '', internal, cidr: null }
  return text.includes(':') ? { ...common, family: 'IPv6', scopeid: 0 } : { ...common, family: 'IPv4' }
}

const loopback = [address('127.0.0.1', true), address('::1', true)]

function machine() {
  let interfaces: () => Record<string, NetworkInterfaceInfo[] | undefined> = () => ({ lo: loopback })
  const isOnline = onlineByAddresses(() => interfaces())
  return {
    isOnline,
    has(...addresses: readonly string[]) {
      interfaces = () => ({ lo: loopback, wlan0: addresses.map((text) => address(text)) })
    },
    refuses(error: Error) {
      interfaces = () => {
        throw error
      }
    },
  }
}

test('offline when every address that leads out is lost, online with the next one', () => {
  const { isOnline, has } = machine()
  has('192.168.0.7', 'fe80::1')
  expect(isOnline()).toBe(true)
  has('fe80::1', '169.254.3.4')
  expect(isOnline()).toBe(false)
  has()
  expect(isOnline()).toBe(false)
  has('2001:db8::7')
  expect(isOnline()).toBe(true)
})

test('never offline where there never was a network', () => {
  const { isOnline } = machine()
  expect(isOnline()).toBe(true)
})

test('where a sandbox forbids to ask, nobody is offline; a fault of our own is not hidden', () => {
  const { isOnline, has, refuses } = machine()
  has('10.0.0.1')
  isOnline()
  refuses(Object.assign(new Error('uv_interface_addresses'), { code: 'ERR_SYSTEM_ERROR' }))
  expect(isOnline()).toBe(true)
  refuses(new TypeError('a fault'))
  expect(isOnline).toThrow('a fault')
})
