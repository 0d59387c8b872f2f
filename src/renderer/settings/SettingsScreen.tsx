import { Check, LoaderCircle, TriangleAlert } from 'lucide-react'
import type { JSX } from 'react'
import { Secrets } from '../editor/Secrets.tsx'
import { useKeys } from '../shell/keys.ts'
import { useApp } from '../use-app.ts'
import { useFleet } from '../use-fleet.ts'
import { About } from './About.tsx'
import { Appearance } from './Appearance.tsx'
import { Card } from './Card.tsx'
import { Demo } from './Demo.tsx'
import { EventRing } from './EventRing.tsx'
import { Files } from './Files.tsx'
import { History } from './History.tsx'
import { LocalApi } from './LocalApi.tsx'
import { SaveProvider, type Saving, useSaving } from './use-save.ts'

/** What holds for this installation. Each change is saved as it is made. */
export function SettingsScreen(): JSX.Element {
  const { router } = useApp()
  const { saving, save } = useSaving()
  const known = useFleet((state) => state.settings !== null)
  useKeys({ Escape: router.back })
  return (
    <main className="flex min-h-0 flex-1 flex-col">
      <header className="flex min-h-13 items-center gap-3 px-5 pt-3 pb-2.5">
        <h1 className="text-[17px] font-semibold tracking-tight">Settings</h1>
        <span className="flex-1" />
        <Word saving={saving} />
      </header>
      <div className="mx-5 mb-4 min-h-0 flex-1 overflow-y-auto rounded-[10px] border border-line bg-panel px-6">
        {known ? (
          <SaveProvider value={save}>
            <div className="max-w-230">
              <Appearance />
              <EventRing />
              <History />
              <LocalApi />
              <Card title="Secrets" about="Values that the configuration refers to and does not hold.">
                <Secrets />
              </Card>
              <Files />
              <Demo />
              <About />
            </div>
          </SaveProvider>
        ) : (
          <p className="py-10 text-center text-muted">Asking the monitor for the settings…</p>
        )}
      </div>
    </main>
  )
}

/** Says how the last change went. */
function Word({ saving }: { readonly saving: Saving }): JSX.Element {
  return (
    <p role="status" className="flex min-w-0 items-center gap-1.5 text-muted">
      {saving.state === 'nothing' && 'Changes are saved as you make them.'}
      {saving.state === 'saving' && (
        <>
          <LoaderCircle className="size-3.5 flex-none" aria-hidden="true" /> Saving…
        </>
      )}
      {saving.state === 'saved' && (
        <>
          <Check className="size-3.5 flex-none text-live" aria-hidden="true" /> Saved.
        </>
      )}
      {saving.state === 'refused' && (
        <>
          <TriangleAlert className="size-3.5 flex-none text-failed" aria-hidden="true" />
          <span className="text-failed">
            {saving.error.message} {saving.error.hint}
          </span>
        </>
      )}
    </p>
  )
}
