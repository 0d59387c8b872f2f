/**
 * Opens the page in the default browser. Loaded when needed, since it is not needed to start; a machine without a
 * browser (a jump host, a container) is no reason to end. `say` is told a sentence where it did not work.
 */
export async function openInBrowser(url: string, say: (sentence: string) => void): Promise<void> {
  const refuse = (why: string) =>
    say(`No browser could be opened (${why}): open the url above in one yourself.`)
  try {
    const { default: open } = await import('open')
    const opener = await open(url)
    opener.once('error', (error) => refuse(error.message))
    opener.once('exit', (code) => {
      if (code) refuse(`the opener ended with exit status ${code}`)
    })
  } catch (error) {
    refuse(error instanceof Error ? error.message : String(error))
  }
}
