import { describe, expect, it } from 'vitest'
import { createAccess } from '../../../../src/main/api/access.ts'

const access = createAccess({
  token: 'right',
  listened: '192.168.1.5',
  port: 8080,
  allowHosts: ['Ops.example.com', '[fd00::1]'],
})

const asker = { host: '127.0.0.1:8080', origin: undefined, authorization: undefined, cookie: undefined }

describe('the name in Host', () => {
  it.each([
    '127.0.0.1:8080',
    '127.0.0.1',
    'localhost:8080',
    'LOCALHOST:8080',
    '[::1]:8080',
    '[::1]',
    '192.168.1.5:8080',
    'ops.example.com',
    'OPS.example.com:443',
    '[fd00::1]:8080',
    'localhost:9999',
  ])('%s is ours', (host) => {
    expect(access.stranger({ ...asker, host })).toBeNull()
  })

  it.each([
    undefined,
    '',
    'evil.example.com',
    'evil.example.com:8080',
    'localhost.evil.example.com',
    'notlocalhost:8080',
    'localhost:8080:1',
    'localhost:8080@evil.example.com',
    'evil.example.com/localhost',
    '[::1',
    '::1',
    '127.0.0.1.evil.example.com',
    ' ',
    '192.168.1.6:8080',
  ])('%s is not', (host) => {
    expect(access.stranger({ ...asker, host })).toBe('host')
  })
})

describe('the page in Origin', () => {
  it.each([
    ['http://127.0.0.1:8080', '127.0.0.1:8080'],
    ['http://localhost:8080', 'localhost:8080'],
    ['https://ops.example.com', 'ops.example.com'],
    ['HTTPS://OPS.example.com', 'ops.EXAMPLE.com'],
  ])('%s may ask %s', (origin, host) => {
    expect(access.stranger({ ...asker, host, origin })).toBeNull()
  })

  it.each([
    'http://evil.example.com',
    'http://127.0.0.1:9999',
    'http://localhost:8080',
    'http://127.0.0.1',
    'http://127.0.0.1:8080.evil.example.com',
    'file://127.0.0.1:8080',
    'null',
    '',
  ])('%s may not ask 127.0.0.1:8080', (origin) => {
    expect(access.stranger({ ...asker, origin })).toBe('origin')
  })
})

describe('the token', () => {
  const cookie = access.setCookie.split(';')[0] ?? ''

  it.each(['Bearer right', 'bearer right', 'Bearer   right'])('lets in as %s', (authorization) => {
    expect(access.knows({ ...asker, authorization })).toBe(true)
  })

  it.each(['Bearer wrong', 'Bearer ', 'right', 'Basic right', 'Bearer right more', undefined])(
    'does not let in as %s',
    (authorization) => {
      expect(access.knows({ ...asker, authorization })).toBe(false)
    },
  )

  it('is exchanged for a cookie that does not give it away', () => {
    expect(access.setCookie).toMatch(/^heartline-8080=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
    expect(access.setCookie).not.toContain('right')
    expect(access.knows({ ...asker, cookie: `other=1; ${cookie}` })).toBe(true)
  })

  it.each(['heartline-8080=right', 'heartline-8080=', 'heartline-8080', 'heartline-9=x', ''])(
    'the cookie %s does not let in',
    (wrong) => {
      expect(access.knows({ ...asker, cookie: wrong })).toBe(false)
    },
  )

  it('makes the same cookie after a restart, and another one for another token', () => {
    const options = { listened: '127.0.0.1', port: 8080, allowHosts: [] }
    expect(createAccess({ ...options, token: 'right' }).setCookie).toBe(access.setCookie)
    expect(createAccess({ ...options, token: 'other' }).setCookie).not.toBe(access.setCookie)
  })
})
