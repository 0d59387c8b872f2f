import { ChevronRight, FileUp, TriangleAlert } from 'lucide-react'
import { type DragEvent, type JSX, type ReactNode, useRef, useState } from 'react'
import { longestImport } from '../../shared/limits.ts'
import { useKeys } from '../shell/keys.ts'
import { AskDialog } from '../ui/AskDialog.tsx'
import { inputClass, primaryClass } from '../ui/style.ts'
import { useApp } from '../use-app.ts'
import { FoundSecrets } from './import/FoundSecrets.tsx'
import { ImportList } from './import/ImportList.tsx'
import { type Import, useImport } from './import/use-import.ts'
import { useGuard } from './use-guard.ts'

const formats = { urls: 'a list of URLs', curl: 'curl commands', yaml: 'YAML' } as const

/** Characters from which the browser's own insertion, line by line, takes seconds: then the text is set at once. */
const slowPaste = 5000

/** A list of URLs, curl commands or YAML become endpoints. */
export function ImportScreen(): JSX.Element {
  const { router } = useApp()
  const work = useImport()
  const guard = useGuard(() => work.text.trim() !== '')
  const chosen = work.entries.filter((entry) => entry.chosen).length
  const save = async () => {
    if (!(await work.save())) return
    guard.release()
    router.go({ screen: 'fleet' })
  }
  useKeys({ 'Mod+s': () => void save(), 'Mod+enter': () => void save(), Escape: router.back })
  return (
    <>
      <header className="flex items-center gap-2 px-5 pt-3 pb-2.5">
        <div className="flex min-w-0 flex-1 items-center gap-1.5">
          <button
            type="button"
            className="text-faint hover:text-text"
            onClick={() => router.go({ screen: 'fleet' })}
          >
            Fleet
          </button>
          <ChevronRight className="size-3.5 text-faint" aria-hidden="true" />
          <h1 className="text-[17px] font-semibold tracking-tight">Import endpoints</h1>
        </div>
        <button type="button" className="btn" onClick={router.back}>
          Cancel
        </button>
        <button
          type="button"
          className={`${primaryClass} min-w-44`}
          aria-disabled={chosen === 0 || work.busy}
          aria-keyshortcuts="Control+S Meta+S"
          onClick={() => void save()}
        >
          {chosen === 1 ? 'Import 1 endpoint' : `Import ${chosen} endpoints`}
        </button>
      </header>
      <main className="grid min-h-0 flex-1 grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-3 px-5 pb-4">
        <Source work={work} />
        <section aria-label="What will be imported" className="flex min-h-0 min-w-0 flex-col gap-3">
          <Troubles work={work} />
          <FoundSecrets work={work} />
          <div className="flex min-h-0 flex-1 flex-col overflow-hidden rounded-xl border border-line bg-panel">
            {work.entries.length > 0 ? <ImportList work={work} /> : <Nothing work={work} />}
          </div>
        </section>
      </main>
      {guard.wanted !== null && (
        <AskDialog
          title="Leave without importing?"
          yes="Leave"
          no="Stay"
          onYes={guard.leave}
          onNo={guard.stay}
        >
          Nothing of this text is in the file yet.
        </AskDialog>
      )}
    </>
  )
}

/** Where the text comes from: pasted, typed, chosen or dropped. */
function Source({ work }: { readonly work: Import }): JSX.Element {
  const { toasts } = useApp()
  const picker = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const read = async (file: File | undefined) => {
    if (file === undefined) return
    if (file.size > longestImport) {
      toasts.complain({ message: `${file.name} is larger than 4 MB.`, hint: 'Import it in parts.' })
      return
    }
    try {
      work.write(await file.text())
    } catch (error) {
      toasts.complain({ message: `${file.name} could not be read.`, hint: String(error) })
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file === undefined) work.write(event.dataTransfer.getData('text/plain') || work.text)
    else void read(file)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut for the button that is there
    <div
      className={`flex min-h-0 flex-col rounded-xl border bg-panel px-4 py-3.5 ${over ? 'border-accent' : 'border-line'}`}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className="flex items-center gap-2">
        <label htmlFor="import-text" className="flex-1 font-semibold">
          Text to import
        </label>
        <button type="button" className="btn btn-sm px-2" onClick={() => picker.current?.click()}>
          <FileUp className="size-3.5" aria-hidden="true" />
          Choose a file
        </button>
        <input
          ref={picker}
          type="file"
          className="hidden"
          tabIndex={-1}
          aria-hidden="true"
          onChange={(event) => {
            const [file] = event.target.files ?? []
            // The same file can be chosen again after it was mended.
            void read(file).then(() => {
              if (picker.current !== null) picker.current.value = ''
            })
          }}
        />
      </div>
      <p id="import-help" className="mt-0.5 mb-2 text-xs text-faint">
        Paste, type or drop a list of URLs, curl commands, or a heartline.yaml. What it is shows by itself.
      </p>
      <textarea
        id="import-text"
        aria-describedby="import-help"
        value={work.text}
        spellCheck={false}
        placeholder={'https://stream.example.com/sse/orders\n\nor  curl -N -H "Authorization: …" https://…'}
        className={`${inputClass} h-auto min-h-0 flex-1 resize-none bg-bg py-2 font-mono text-xs`}
        onChange={(event) => work.write(event.target.value)}
        onPaste={(event) => {
          const pasted = event.clipboardData.getData('text/plain')
          if (pasted.length < slowPaste) return
          event.preventDefault()
          const { value, selectionStart, selectionEnd } = event.currentTarget
          work.write(value.slice(0, selectionStart) + pasted + value.slice(selectionEnd))
        }}
      />
    </div>
  )
}

function Troubles({ work }: { readonly work: Import }): JSX.Element {
  const lines = work.preview?.problems ?? []
  return (
    <div role="status" className={work.trouble === null && lines.length === 0 ? 'hidden' : ''}>
      <div className="flex gap-2.5 rounded-xl border border-late bg-panel px-4 py-3">
        <TriangleAlert className="mt-px size-4 flex-none text-late" aria-hidden="true" />
        <div className="max-h-32 min-w-0 flex-1 overflow-y-auto break-words">
          {work.trouble !== null && <p className="font-medium">{work.trouble}</p>}
          {lines.slice(0, 100).map(({ line, message, hint }) => (
            <p key={`${line} ${message}`}>
              {line !== null && <span className="font-medium">Line {line}: </span>}
              {message} <span className="text-muted">{hint}</span>
            </p>
          ))}
          {lines.length > 100 && <p>And {lines.length - 100} more.</p>}
        </div>
      </div>
    </div>
  )
}

function Nothing({ work }: { readonly work: Import }): JSX.Element {
  const say = (content: ReactNode) => (
    <p className="m-auto max-w-sm px-6 py-10 text-center text-muted">{content}</p>
  )
  if (work.reading) return say('Reading…')
  if (work.preview === null)
    return say('The endpoints that the text holds show here, before anything is saved.')
  return say(`Read as ${formats[work.preview.format]}; no endpoint was found in it.`)
}
