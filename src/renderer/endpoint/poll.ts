/** Asks again and again, one answer after the other, and not while nobody can see it. The returned function ends it. */
export function poll(look: () => Promise<void>, everyMs: number): () => void {
  let over = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const again = async () => {
    if (!document.hidden) await look()
    if (!over) timer = setTimeout(() => void again(), everyMs)
  }
  void again()
  return () => {
    over = true
    clearTimeout(timer)
  }
}
