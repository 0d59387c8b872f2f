import type { EndpointFields, ImportPreview } from '../../../shared/editing.ts'

/** An endpoint as a text describes it, before it has an id of its own and its secrets a name. */
export interface Candidate {
  /** Where it begins in the text, from 1. */
  readonly line: number
  readonly fields: EndpointFields
  readonly remarks: readonly string[]
}

/** A line that could not be read; `line` is null for the text as a whole. */
export type LineProblem = ImportPreview['problems'][number]

/** What a text holds, whatever its format is. */
export interface Reading {
  readonly candidates: readonly Candidate[]
  readonly problems: readonly LineProblem[]
}
