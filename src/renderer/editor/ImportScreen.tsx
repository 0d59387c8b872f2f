import type { JSX } from 'react'

export function ImportScreen(): JSX.Element {
  return <main />
}
