import type { JSX } from 'react'

export function EndpointScreen(_: { readonly id: string }): JSX.Element {
  return <main />
}
