import { defineConfig } from 'vitest/config'

/** Where nothing is said of a time, a condition is waited for: a busy machine may take seconds to come to it. */
const patient = { poll: { timeout: 10_000 } }

/**
 * Tests of real time on real sockets: on CI's shared machine one that fails has a second try, which the run shows. A
 * fault fails both.
 */
const retry = process.env.CI ? 1 : 0

/**
 * Three projects, one after the other: integration and e2e tests measure real time on real sockets, and must not
 * share the machine with a parallel run of something else.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}'],
          maxWorkers: 2,
          // Property tests compute for seconds where the machine is shared.
          expect: patient,
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          maxWorkers: 2,
          retry,
          expect: patient,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/e2e/ground.ts'],
          fileParallelism: false,
          retry,
          expect: patient,
          testTimeout: 90_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
