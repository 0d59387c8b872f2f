import { describe, expect, it } from 'vitest'
import { tallyOf } from '../../../scripts/tally.ts'

const report = (part: object) =>
  JSON.stringify({
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [],
    ...part,
  })

describe('the tally of a vitest run', () => {
  it('counts tests', () => {
    const json = report({ numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 })
    expect(tallyOf(false, json)).toEqual({ passed: 3, failed: 2, skipped: 2 })
  })

  it('counts a file that did not load as a failure', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'passed', assertionResults: [{}] },
    ]
    expect(tallyOf(false, report({ testResults }))).toEqual({ passed: 3, failed: 1, skipped: 0 })
  })

  it('counts a failed run in which no test failed, and one without a report', () => {
    expect(tallyOf(false, report({}))).toEqual({ passed: 3, failed: 1, skipped: 0 })
    expect(tallyOf(true, null)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })
})
