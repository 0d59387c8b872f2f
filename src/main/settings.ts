import type { SettingsView } from '../shared/screens.ts'

/** What a person sets for this installation, kept beside the history and not in heartline.yaml. */
export interface SettingsStore {
  view(): SettingsView
  set(change: SettingsChange): Promise<SettingsView>
  onChange(listener: (view: SettingsView) => void): () => void
  /** Done when everything set so far is on the disk, or was reported as not to be written. */
  settled(): Promise<void>
}

export interface SettingsChange {
  readonly theme?: SettingsView['theme'] | undefined
  readonly eventRing?: number | undefined
  readonly api?: { readonly on: boolean; readonly port: number } | undefined
}

export interface SettingsOptions {
  readonly mode: 'browser' | 'desktop'
  readonly say: (sentence: string) => void
}

export async function openSettings(_file: string, { mode }: SettingsOptions): Promise<SettingsStore> {
  const view: SettingsView = {
    theme: 'system',
    eventRing: 200,
    api: {
      always: mode === 'browser',
      on: mode === 'browser',
      port: 0,
      url: null,
      metricsUrl: null,
      token: null,
      problem: null,
    },
    demo: 'off',
  }
  return {
    view: () => view,
    set: async () => view,
    onChange: () => () => undefined,
    settled: () => Promise.resolve(),
  }
}
