import type { CommandInput } from '../../shared/contract.ts'
import type { WatchedView } from '../../shared/screens.ts'
import type { App } from '../use-app.ts'
import { askedFor } from './Actions.tsx'
import { canRetry } from './state.ts'

export type Act = CommandInput<'fleet.act'>['action']

const done: Readonly<Record<Act, string>> = { retry: 'retried', stop: 'stopped', start: 'started' }

/** Those of the views for which the action means something. */
export function concerned(act: Act, views: readonly WatchedView[]): readonly WatchedView[] {
  switch (act) {
    case 'retry':
      return views.filter(canRetry)
    case 'stop':
      return views.filter(({ phase }) => phase !== 'stopped')
    case 'start':
      return views.filter(({ phase }) => phase === 'stopped')
  }
}

/** Carries an action out for all that it concerns, and says for how many. */
export async function actOn(
  { call, toasts }: Pick<App, 'call' | 'toasts'>,
  action: Act,
  views: readonly WatchedView[],
): Promise<void> {
  const wanted = concerned(action, views)
  if (wanted.length === 0) {
    toasts.say(`None of the selected endpoints can be ${done[action]} now.`)
    return
  }
  const early = action === 'retry' ? wanted.filter((view) => askedFor(view) !== null).length : 0
  const result = await call('fleet.act', { ids: wanted.map(({ id }) => id), action })
  if (result.ok) toasts.say(`${result.value.length} ${done[action]}${sooner(early)}.`)
  else toasts.complain(result.error)
}

/** Retries all that failed for good, and says how many. */
export async function retryFailed({ call, toasts }: Pick<App, 'call' | 'toasts'>): Promise<void> {
  const result = await call('fleet.retryFailed', {})
  if (result.ok) toasts.say(`${result.value.length} retried.`)
  else toasts.complain(result.error)
}

function sooner(early: number): string {
  if (early === 0) return ''
  return early === 1 ? ', 1 earlier than its server asked' : `, ${early} earlier than their servers asked`
}
