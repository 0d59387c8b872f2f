import type { JSX } from 'react'
import { Dialog } from '../ui/Dialog.tsx'
import { shortcuts } from './shortcuts.ts'

const mod = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl '

/** The list of shortcuts. */
export function Shortcuts({ close }: { readonly close: () => void }): JSX.Element {
  return (
    <Dialog title="Shortcuts" close={close}>
      {shortcuts.map((group) => (
        <section key={group.title} className="mb-4 last:mb-0">
          <h3 className="mb-1.5 text-xs font-semibold text-faint">{group.title}</h3>
          <dl className="grid grid-cols-[8rem_1fr] gap-y-1.5">
            {group.shortcuts.map(({ keys, what }) => (
              <div key={what} className="contents">
                <dt className="flex gap-1">
                  {keys.map((key) => (
                    <kbd key={key}>{key.replace('Mod+', mod)}</kbd>
                  ))}
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  )
}
