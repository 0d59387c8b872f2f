import type { JSX } from 'react'

export function EditorScreen(_: { readonly id: string | null }): JSX.Element {
  return <main />
}
