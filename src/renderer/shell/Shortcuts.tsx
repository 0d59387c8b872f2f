import type { JSX } from 'react'
import { Dialog } from '../ui/Dialog.tsx'
import { Key } from './Key.tsx'
import { shortcuts } from './shortcuts.ts'

/** The list of shortcuts. */
export function Shortcuts({ close }: { readonly close: () => void }): JSX.Element {
  return (
    <Dialog title="Shortcuts" close={close} width="w-220">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the dialog scrolls, and the keyboard must reach that */}
      <section aria-label="List" tabIndex={0} className="columns-2 gap-8">
        {shortcuts.map((group) => (
          <section key={group.title} className="mb-3 break-inside-avoid">
            <h3 className="mb-1 text-xs font-semibold text-faint">{group.title}</h3>
            <dl className="grid grid-cols-[6.5rem_1fr] gap-y-1">
              {group.shortcuts.map(({ keys, what }) => (
                <div key={what} className="contents">
                  <dt className="flex items-start gap-1">
                    {keys.map((key) => (
                      <Key key={key} name={key} />
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </section>
    </Dialog>
  )
}
