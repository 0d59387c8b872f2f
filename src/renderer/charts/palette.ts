/** Resolves CSS colours, variables and `light-dark()` for the canvas, as the page's theme has them now. */
export interface Palette {
  colour(css: string): string
}

export function createPalette(host: HTMLElement): Palette {
  const known = new Map<string, string>()
  const probe = document.createElement('span')
  probe.hidden = true
  return {
    colour(css) {
      const before = known.get(css)
      if (before !== undefined) return before
      host.append(probe)
      probe.style.color = css
      const colour = getComputedStyle(probe).color
      probe.remove()
      known.set(css, colour)
      return colour
    },
  }
}

/** Calls `changed` when the theme changes, by the system or by the settings. The returned function ends it. */
export function onTheme(changed: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const settings = new MutationObserver(changed)
  system.addEventListener('change', changed)
  settings.observe(document.documentElement, { attributes: true })
  return () => {
    system.removeEventListener('change', changed)
    settings.disconnect()
  }
}
