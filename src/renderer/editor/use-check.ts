import { useEffect, useState } from 'react'
import { useApp } from '../use-app.ts'
import { type Draft, draftInput } from './draft.ts'

/** Long enough for a word to be finished. */
const restsMs = 350

/** Has the draft judged whenever it rests; returns why it could not be, or null. */
export function useCheck(draft: Draft): string | null {
  const { call } = useApp()
  const [trouble, setTrouble] = useState<string | null>(null)
  useEffect(() => {
    let round = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    const check = async () => {
      round += 1
      const mine = round
      const result = await call('config.check', draftInput(draft.getState()))
      // A later question is under way, or the form was left.
      if (mine !== round) return
      setTrouble(result.ok ? null : `${result.error.message} ${result.error.hint}`)
      if (result.ok) draft.judge(result.value)
    }
    void check()
    const stop = draft.subscribe((now, before) => {
      if (now.fields === before.fields && now.headers === before.headers && now.form === before.form) return
      clearTimeout(timer)
      timer = setTimeout(() => void check(), restsMs)
    })
    return () => {
      round += 1
      clearTimeout(timer)
      stop()
    }
  }, [call, draft])
  return trouble
}
