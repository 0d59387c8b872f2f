import { X } from 'lucide-react'
import { type JSX, type RefObject, useEffect, useRef } from 'react'
import type { CallError } from '../../../shared/contract.ts'
import type { IncidentDetail } from '../../../shared/screens.ts'
import type { IncidentView } from '../../../shared/view.ts'
import { isStale } from '../../fleet-state.ts'
import { Middle } from '../../ui/Middle.tsx'
import { useApp } from '../../use-app.ts'
import { useFleet } from '../../use-fleet.ts'
import { Acknowledge } from '../Acknowledge.tsx'
import { type Exporting, ExportMenu } from '../ExportMenu.tsx'
import { KindMark } from '../KindMark.tsx'
import { useListing, useNames } from '../use-incidents.ts'
import { endpointsWords } from '../words.ts'
import { Evidence } from './Evidence.tsx'
import { NotesField } from './NotesField.tsx'
import { Summary } from './Summary.tsx'
import { Timeline } from './Timeline.tsx'
import { type Known, useDetail } from './use-detail.ts'

interface DetailProps {
  readonly id: string
  /** What gets the focus as soon as it is there; null where the person did not ask for it just now. */
  readonly grab: 'heading' | 'notes' | null
  readonly notes: RefObject<HTMLTextAreaElement | null>
  readonly exporting: Exporting
}

const scrollKeys = new Set(['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'])

/** One incident whole, beside the list. */
export function Detail({ id, ...rest }: DetailProps): JSX.Element {
  const known = useDetail(id)
  return (
    <section
      aria-label="The incident"
      className="flex min-h-0 min-w-0 flex-col rounded-[10px] border border-line bg-panel"
    >
      {known.detail === null ? (
        <NotThere known={known} />
      ) : (
        <Whole detail={known.detail} error={known.error} {...rest} />
      )}
    </section>
  )
}

type WholeProps = Omit<DetailProps, 'id'> & {
  readonly detail: IncidentDetail
  readonly error: Known['error']
}

function Whole({ detail, error, grab, notes, exporting }: WholeProps): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null)
  const grabbed = useRef(grab)
  useEffect(() => {
    const target = grabbed.current === 'notes' ? notes : grabbed.current === 'heading' ? heading : null
    target?.current?.focus({ preventScroll: true })
  }, [notes])
  return (
    <>
      <Head incident={detail.incident} heading={heading} exporting={exporting} />
      {/* biome-ignore-start lint/a11y: it scrolls, and the keyboard must reach that */}
      <div
        className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-4 py-3"
        tabIndex={0}
        role="group"
        aria-label="What is known of it"
        onKeyDown={(event) => {
          // Here they scroll; elsewhere on the screen they move through the list.
          if (scrollKeys.has(event.key)) event.stopPropagation()
        }}
      >
        {/* biome-ignore-end lint/a11y: as above */}
        {error !== null && <Gone error={error} />}
        <Summary incident={detail.incident} />
        <NotesField incident={detail.incident} field={notes} />
        <Timeline detail={detail} />
        <Evidence evidence={detail.evidence} />
      </div>
    </>
  )
}

/** A monitor that does not answer is told of by its own banner. */
function Gone({ error }: { readonly error: CallError }): JSX.Element | null {
  const stale = useFleet(isStale)
  return stale ? null : (
    <p role="alert" className="text-xs text-late">
      {error.message} {error.hint}
    </p>
  )
}

interface HeadProps {
  readonly incident: IncidentView
  readonly heading: RefObject<HTMLHeadingElement | null>
  readonly exporting: Exporting
}

function Head({ incident, heading, exporting }: HeadProps): JSX.Element {
  const names = useNames(incident.endpoints)
  return (
    <div className="flex flex-none items-center gap-2 border-b border-line py-2 pr-2 pl-4">
      <h2
        ref={heading}
        tabIndex={-1}
        className="flex min-w-0 flex-1 items-center gap-2 text-[15px]"
        title={names.slice(0, 30).join(', ')}
      >
        <KindMark kind={incident.kind} />
        <span className="min-w-0 truncate font-semibold [unicode-bidi:isolate]">{endpointsWords(names)}</span>
      </h2>
      <Acknowledge incident={incident} />
      <ExportMenu incidents={[incident]} label="Export" exporting={exporting} />
      <Close />
    </div>
  )
}

function Close(): JSX.Element {
  const close = useClose()
  return (
    <button
      type="button"
      aria-label="Close the incident"
      title="Close (Esc)"
      onClick={close}
      className="grid size-6.5 flex-none place-items-center rounded text-faint hover:bg-hover"
    >
      <X className="size-4" aria-hidden="true" />
    </button>
  )
}

function NotThere({ known: { error, look } }: { readonly known: Known }): JSX.Element {
  const close = useClose()
  const stale = useFleet(isStale)
  return (
    <Middle>
      {error === null || stale ? (
        <p>
          {stale ? 'It comes as soon as the monitor answers again.' : 'Asking the monitor what happened…'}
        </p>
      ) : (
        <>
          <h2 className="text-[15px] font-semibold text-text">This incident cannot be shown</h2>
          <p role="alert" className="break-words [overflow-wrap:anywhere]">
            {error.message} {error.hint}
          </p>
        </>
      )}
      <span className="flex gap-2">
        {error !== null && (
          <button type="button" className="btn" onClick={() => void look()}>
            Try again
          </button>
        )}
        <button type="button" className="btn" onClick={close}>
          Close
        </button>
      </span>
    </Middle>
  )
}

function useClose(): () => void {
  const { router } = useApp()
  const endpoint = useListing((state) => state.filter.endpoint)
  return () => router.up({ screen: 'incidents', of: endpoint })
}
