// Runs before the first paint, so that a theme that was chosen does not flash; settings/theme.ts keeps the entry.
try {
  const theme = localStorage.getItem('heartline.theme')
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme
} catch {
  // A browser may forbid storage: the theme then comes with the settings, a moment later.
}
