import { useEffect, useState } from 'react'
import { useApp } from '../use-app.ts'
import { copyText } from './clipboard.ts'

const saidForMs = 2000

/** Copies a text (`what` names it), and tells for a moment that it did; what kept it from that is said. */
export function useCopy(what: string, text: string): { readonly copied: boolean; readonly copy: () => void } {
  const { toasts } = useApp()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), saidForMs)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    if (await copyText(text)) setCopied(true)
    else
      toasts.complain({
        message: `The ${what} was not copied: this page may not use the clipboard.`,
        hint: 'Select the text and copy it with the keyboard.',
      })
  }
  return { copied, copy: () => void copy() }
}
