import type { ComponentProps, JSX } from 'react'
import { hashOf, type Route } from '../route.ts'
import { useApp } from '../use-app.ts'

interface LinkProps extends Omit<ComponentProps<'a'>, 'href' | 'onClick'> {
  readonly to: Route
  /** In the place of the screen that is left: back leads past that. */
  readonly inPlace?: boolean
}

/** A link to another screen; with Ctrl, Command or Shift the browser opens it as it opens any. */
export function Link({ to, inPlace = false, children, ...rest }: LinkProps): JSX.Element {
  const { router } = useApp()
  return (
    <a
      href={hashOf(to)}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        router.go(to, { inPlace })
      }}
      {...rest}
    >
      {children}
    </a>
  )
}
