/** What forms and imports exchange with the configuration. */

/** A value as YAML and JSON have it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** An endpoint's own keys as they stand in the file: durations and sizes are text, references unresolved. */
export type EndpointFields = { readonly [key: string]: Json }

/** Leads to a value within the fields, such as `['headers', 'Authorization']`. */
export type FieldPath = readonly string[]

export interface FieldProblem {
  /** The field it stands at; empty for the endpoint as a whole. */
  readonly path: FieldPath
  readonly message: string
  /** How to mend it; empty where the message says it. */
  readonly hint: string
  /** False where it can be saved all the same: a secret that has no value yet, or one that does not fit. */
  readonly blocking?: false
}

export interface FormView {
  /** Null for an endpoint to come. */
  readonly id: string | null
  /** Names this state of the endpoint in the file; saving with an older one is refused. */
  readonly revision: string | null
  /** A secret that is written out stands as an empty text here, and its path in `hidden`. */
  readonly fields: EndpointFields
  /** Values that are in the file and are not shown: send their paths as `keep` to leave them as they are. */
  readonly hidden: readonly FieldPath[]
  /** What holds for keys that the endpoint leaves out: the file's defaults over the program's own. */
  readonly defaults: EndpointFields
  /** Of those, what the file itself says. */
  readonly fileDefaults: EndpointFields
  readonly presets: readonly { readonly name: string; readonly title: string }[]
  /** Groups and tags that the file has already. */
  readonly groups: readonly string[]
  readonly tags: readonly string[]
}

export type Saved =
  | {
      readonly saved: true
      readonly ids: readonly string[]
      /** Takes the change back, as long as the file is as it left it; see `config.undo`. */
      readonly undo: string
    }
  | { readonly saved: false; readonly problems: readonly FieldProblem[] }

export interface ImportPreview {
  readonly format: 'urls' | 'curl' | 'yaml'
  readonly endpoints: readonly ImportedEndpoint[]
  /** What could not be read, by line of the text (from 1). */
  readonly problems: readonly {
    readonly line: number | null
    readonly message: string
    readonly hint: string
  }[]
}

export interface ImportedEndpoint {
  /** Ready to be saved: the id is new, secrets are references. */
  readonly fields: EndpointFields
  /** Secrets that stood in the text, now referred to by name: to be stored, or set in the environment. */
  readonly secrets: readonly { readonly name: string; readonly value: string }[]
  /** What keeps it from being saved as it is, unless it says that it does not. */
  readonly problems: readonly FieldProblem[]
  /** What a person should know: an option of curl that was left out, an endpoint with this URL that is there already. */
  readonly remarks: readonly string[]
}
