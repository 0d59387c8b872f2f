import type {
  AppInfo,
  CallError,
  CallResult,
  CommandInput,
  CommandName,
  CommandOutput,
} from '../shared/contract.ts'
import { type Client, createClient } from '../shared/rpc/client.ts'
import type { Transport } from '../shared/rpc/messages.ts'
import type { Commands, Complaint, FleetStore } from './store.ts'

/** How long after a loss the next try begins. The monitor is near: nothing is gained by waiting longer. */
export const againMs = 1000
/** How often the monitor is asked whether it is there: a process that was stopped keeps its sockets open. */
export const askEveryMs = 10_000
export const answerWithinMs = 5000

export type After = (ms: number, task: () => void) => () => void

export interface LinkEnvironment {
  /** A new way to the monitor; `lost` is to be called when it ends by itself. */
  readonly open: (lost: () => void) => { readonly transport: Transport; readonly close: () => void }
  /** Runs `task` once after `ms`; the returned function cancels it. */
  readonly after: After
  /** Whether the monitor answers but does not know this browser (any more). Never rejects. */
  readonly refused: () => Promise<boolean>
}

export type LinkListener = Pick<
  FleetStore,
  'linked' | 'snapshot' | 'patch' | 'told' | 'problems' | 'watching' | 'settings' | 'complain'
>

export interface Link {
  readonly commands: Commands
  /** Resolves always: a monitor that is not heard is an error as a value. */
  call<C extends CommandName>(command: C, input: CommandInput<C>): Promise<CallResult<CommandOutput<C>>>
  /** Connects and fills the store, and does so again after each loss. */
  keep(store: LinkListener): void
  /** Tells the monitor whether anybody can see the page. */
  setHidden(hidden: boolean): void
}

const gone: { readonly ok: false; readonly error: CallError } = {
  ok: false,
  error: {
    code: 'disconnected',
    message: 'The monitor does not answer, so nothing was done.',
    hint: 'Is it still running?',
  },
}

/** The page's connection to the monitor. */
export function createLink({ open, after, refused }: LinkEnvironment): Link {
  let client: Client | null = null
  let hidden = false
  let isRefused = false

  const call = async <C extends CommandName>(
    command: C,
    input: CommandInput<C>,
  ): Promise<CallResult<CommandOutput<C>>> => (client === null ? gone : client.call(command, input))
  const order = async <C extends CommandName>(command: C, input: CommandInput<C>): Promise<Complaint> =>
    complaintOf(await call(command, input))

  function connect(store: LinkListener): void {
    const lose = once(() => {
      stopAsking()
      way.close()
      client = null
      if (!isRefused) store.linked('lost')
      after(againMs, () => connect(store))
      void refused().then((known) => {
        isRefused = known
        if (known) store.linked('refused')
      })
    })
    const way = open(lose)
    const current = createClient(way.transport)
    client = current
    const stopAsking = keepAsking(current, after, store.told, lose)
    if (hidden) current.setHidden(true)
    current.subscribe('fleet', {
      snapshot: (views) => {
        isRefused = false
        store.snapshot(views)
        store.linked('open')
      },
      patch: ({ changed, removed }) => store.patch(changed, removed),
      refused: (error) => store.complain(`${error.message} ${error.hint}`),
    })
    current.subscribe('notices', { snapshot: store.problems, patch: store.problems })
    current.subscribe('watching', { snapshot: store.watching, patch: store.watching })
    current.subscribe('settings', { snapshot: store.settings, patch: store.settings })
  }

  return {
    commands: {
      retry: (id) => order('endpoint.retry', { id }),
      stop: (id) => order('endpoint.stop', { id }),
      start: (id) => order('endpoint.start', { id }),
    },
    call,
    keep: connect,
    setHidden: (now) => {
      hidden = now
      client?.setHidden(now)
    },
  }
}

/** Asks again and again; calls `silent` when an answer does not come in time. The returned function ends it. */
function keepAsking(
  client: Client,
  after: After,
  told: (info: AppInfo) => void,
  silent: () => void,
): () => void {
  let asking = true
  let cancel: (() => void) | null = null
  const ask = () => {
    cancel = after(answerWithinMs, silent)
    void client.call('app.info', {}).then((result) => {
      if (!asking) return
      cancel?.()
      if (result.ok) told(result.value)
      cancel = after(askEveryMs, ask)
    })
  }
  ask()
  return () => {
    asking = false
    cancel?.()
  }
}

function complaintOf(result: CallResult<unknown>): Complaint {
  return result.ok ? null : `${result.error.message} ${result.error.hint}`
}

function once(run: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    run()
  }
}
