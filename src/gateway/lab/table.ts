import { RequestError } from '../http.ts'
import { answerFaults } from './answers.ts'
import { bendFaults } from './bends.ts'
import type { Fault, FaultKind } from './fault.ts'
import { giantFaults } from './giant.ts'
import type { RawParams } from './params.ts'
import { planFaults } from './plans.ts'

/** Every fault by its name. */
export const faultTable: Readonly<Record<string, FaultKind>> = {
  ...answerFaults,
  ...bendFaults,
  ...giantFaults,
  ...planFaults,
}

/** @throws {RequestError} 400 for a name or a parameter that is none. */
export function makeFault(name: string, raw: RawParams): Fault {
  const kind = Object.hasOwn(faultTable, name) ? faultTable[name] : undefined
  if (kind === undefined) {
    const names = Object.keys(faultTable).sort().join(', ')
    throw new RequestError(400, 'unknown-fault', `There is no fault "${name}": it must be one of ${names}.`)
  }
  return kind.make(name, raw)
}
