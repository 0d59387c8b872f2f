/** Keys and indexes from the root of the configuration to a part of it. */
export type Path = readonly (string | number)[]

/** A YAML file: its plain value, and where each part of it stands. */
export interface ConfigDocument {
  readonly value: unknown
  /** Line and column, from 1, of the value or key at `path`, or of the nearest thing around it that exists. */
  locate(path: Path, at: 'key' | 'value'): { readonly line: number; readonly column: number }
}
