import type { EndpointSettings } from '../../src/shared/settings.ts'

/** An endpoint with nothing configured but what a test names. */
export function endpointSettings(overrides: Partial<EndpointSettings> = {}): EndpointSettings {
  return {
    id: 'orders',
    name: 'Orders',
    url: 'http://127.0.0.1:9/orders',
    group: null,
    tags: [],
    enabled: true,
    preset: 'standard',
    headers: {},
    connectTimeout: 10_000,
    maxFrame: 1024 * 1024,
    retry: { base: 1000, cap: 30_000, maxAttempts: 50, stableAfter: 30_000 },
    recheck: 300_000,
    network: null,
    headersFrom: null,
    resume: true,
    snapshotUrl: null,
    fallback: null,
    http2: false,
    tls: { insecure: false },
    proxy: null,
    ...overrides,
  }
}
