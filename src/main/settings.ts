import * as z from 'zod'
import { eventRingRange, historyCapRange, themes } from '../shared/contract.ts'
import type { SettingsView } from '../shared/screens.ts'
import { openKept } from './kept.ts'

/** What a person sets for this installation, kept beside the history and not in heartline.yaml. */
export interface SettingsStore {
  view(): SettingsView
  /** Rejects with a `SettingsError` where the change could not be carried out, or not be kept. */
  set(change: SettingsChange): Promise<SettingsView>
  onChange(listener: (view: SettingsView) => void): () => void
  /** Done when everything set so far is on the disk, or was reported as not to be written. */
  settled(): Promise<void>
}

export interface SettingsChange {
  readonly theme?: SettingsView['theme'] | undefined
  readonly eventRing?: number | undefined
  readonly api?: ApiSetting | undefined
  /** Bytes. */
  readonly history?: { readonly cap: number } | undefined
}

/** How long the history keeps its rollups (2-architecture.md, "History"), where its cap leaves room. */
const day = 86_400_000
const retention: SettingsView['history']['retention'] = [
  { stepMs: 10_000, keptMs: day },
  { stepMs: 60_000, keptMs: 30 * day },
  { stepMs: 3_600_000, keptMs: 365 * day },
]

export interface ApiSetting {
  readonly on: boolean
  /** 0 for a free one. */
  readonly port: number
}

/** What runs tells of itself: the local API where it answers, the demo how far it is. */
export type Told = Partial<Pick<SettingsView, 'api' | 'history' | 'demo' | 'demoProblem'>>

/** The program's own side of the settings. */
export interface OpenSettings extends SettingsStore {
  tell(told: Told): void
  /** As kept, whatever the command line says for this run. */
  apiSetting(): ApiSetting
  /** Who carries out a change of the local API, and answers with what came of it. In browser mode there is nobody. */
  onApi(carryOut: (wanted: ApiSetting) => Promise<ApiSetting>): void
}

/** A code, a sentence and what to do about it, to cross the contract as a value. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
  readonly code: string
  readonly hint: string

  constructor(code: string, message: string, hint: string) {
    super(message)
    this.code = code
    this.hint = hint
  }
}

export interface SettingsOptions {
  readonly mode: 'browser' | 'desktop'
  readonly say: (sentence: string) => void
}

const schema = z.object({
  version: z.literal(1),
  theme: z.enum(themes),
  eventRing: z.int().min(eventRingRange.least).max(eventRingRange.most),
  api: z.object({ on: z.boolean(), port: z.int().min(0).max(65_535) }),
  // A file of before there was a history has none.
  history: z
    .object({ cap: z.int().min(historyCapRange.least).max(historyCapRange.most) })
    .default({ cap: historyCapRange.standard }),
})

type Kept = z.infer<typeof schema>

const first: Kept = {
  version: 1,
  theme: 'system',
  eventRing: eventRingRange.standard,
  api: { on: false, port: 0 },
  history: { cap: historyCapRange.standard },
}

/** Reads `file`, and keeps in it what is set. Rejects with a `StartError` where it cannot be read. */
export async function openSettings(file: string, { mode, say }: SettingsOptions): Promise<OpenSettings> {
  const kept = await openKept({ file, schema, initial: first, what: 'The settings', say })
  const listeners = new Set<(view: SettingsView) => void>()
  const always = mode === 'browser'
  let carryOut: ((wanted: ApiSetting) => Promise<ApiSetting>) | null = null
  let view = viewOf(kept.value(), always)

  function show(part: Partial<SettingsView>): void {
    view = { ...view, ...part }
    for (const listener of [...listeners]) listener(view)
  }

  async function settleApi(wanted: ApiSetting): Promise<ApiSetting> {
    if (carryOut === null)
      throw new SettingsError(
        'api-always-on',
        'In browser mode the local API is always on, where the page is.',
        'Choose its address when starting, with --host and --port.',
      )
    return carryOut(wanted)
  }

  async function set({ theme, eventRing, api, history }: SettingsChange): Promise<SettingsView> {
    const settled = api === undefined ? kept.value().api : await settleApi(api)
    show({
      theme: theme ?? view.theme,
      eventRing: eventRing ?? view.eventRing,
      history: { ...view.history, ...history },
    })
    const trouble = await kept.save({
      version: 1,
      theme: view.theme,
      eventRing: view.eventRing,
      api: settled,
      history: { cap: view.history.cap },
    })
    if (trouble === null) return view
    say(`The settings cannot be kept in ${file}: ${trouble}. They hold until Heartline ends.`)
    throw new SettingsError(
      'settings-unwritable',
      `The change holds until Heartline ends, but it cannot be kept in ${file}: ${trouble}.`,
      'Mend that, then set it once more.',
    )
  }

  return {
    view: () => view,
    set,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    settled: kept.settled,
    tell: show,
    apiSetting: () => kept.value().api,
    onApi(next) {
      carryOut = next
    },
  }
}

function viewOf({ theme, eventRing, api, history }: Kept, always: boolean): SettingsView {
  return {
    theme,
    eventRing,
    api: {
      always,
      on: always || api.on,
      port: always ? 0 : api.port,
      url: null,
      metricsUrl: null,
      token: null,
      problem: null,
    },
    history: { file: null, size: 0, cap: history.cap, since: null, retention },
    demo: 'off',
    demoProblem: null,
  }
}
