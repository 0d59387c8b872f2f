import { Info, MoonStar, RotateCw, WifiOff, X } from 'lucide-react'
import type { JSX } from 'react'
import type { Digest, Trouble } from '../../shared/screens.ts'
import { hashOf } from '../route.ts'
import { useApp } from '../use-app.ts'
import { useFleet } from '../use-fleet.ts'
import { actOn } from './acting.ts'
import { canRetry } from './state.ts'
import { awayWords, digestPieces } from './watching-words.ts'

/** How it stands with the watching itself: what keeps this machine from it, what came of that, what memory suffers from. */
export function WatchingNews(): JSX.Element {
  const digest = useFleet(({ watching }) => watching?.digest ?? null)
  const troubles = useFleet(({ watching }) => watching?.troubles ?? none)
  return (
    <>
      <div role="status">
        <AwayBanner />
        <Troubles troubles={troubles} />
        {/* What changes while it is awaited is not read out each time. */}
        <p className="sr-only">{digest?.pending === 0 ? digest.sentence : ''}</p>
      </div>
      {digest !== null && <DigestLine digest={digest} />}
    </>
  )
}

const none: readonly Trouble[] = []

/** When the fault is on this side (1-model.md, "Sleep and network"), it is said once and for all streams. */
function AwayBanner(): JSX.Element | null {
  const away = useFleet(({ watching }) => watching?.away ?? null)
  const now = useFleet((state) => state.now)
  if (away === null) return null
  const { lead, rest } = awayWords(away, now)
  return (
    <div className="mx-5 mb-2.5 flex gap-2.5 rounded-lg border border-late bg-panel px-3 py-2">
      <AwayIcon cause={away.cause} />
      <p title={away.hosts.join(', ')}>
        <b className="font-semibold">{lead}</b> <span className="text-muted">{rest}</span>
      </p>
    </div>
  )
}

/** The same in one quiet line, for the screens that show no fleet. */
export function AwayLine(): JSX.Element {
  const away = useFleet(({ watching }) => watching?.away ?? null)
  const now = useFleet((state) => state.now)
  return (
    <div role="status">
      {away !== null && (
        <p className="flex items-center gap-2 px-5 pt-2 text-xs text-muted">
          <AwayIcon cause={away.cause} />
          <span className="min-w-0 truncate">{awayWords(away, now).lead}</span>
        </p>
      )}
    </div>
  )
}

function AwayIcon({ cause }: { readonly cause: Digest['cause'] }): JSX.Element {
  const Icon = cause === 'sleep' ? MoonStar : WifiOff
  return <Icon className="mt-px size-4 flex-none text-late" aria-hidden="true" />
}

/** What came of the last time that nobody looked, until somebody read it. */
function DigestLine({ digest }: { readonly digest: Digest }): JSX.Element {
  const { call, toasts } = useApp()
  const dismiss = async () => {
    const result = await call('watching.dismiss', { digest: digest.id })
    if (!result.ok) toasts.complain(result.error)
  }
  return (
    <section
      aria-label="While nobody looked"
      className="mx-5 mb-2.5 flex min-h-9 items-center gap-2.5 rounded-lg border border-line bg-panel py-1 pr-1.5 pl-3"
    >
      <AwayIcon cause={digest.cause} />
      <p className="min-w-0 flex-1 break-words">
        {digestPieces(digest).map(({ text, id }) =>
          id === null ? text : <NameLink key={id} id={id} name={text} />,
        )}
      </p>
      <RetryThem digest={digest} />
      <button
        type="button"
        aria-label="Dismiss"
        title="Dismiss"
        onClick={() => void dismiss()}
        className="grid size-6 flex-none place-items-center rounded text-faint hover:bg-hover"
      >
        <X className="size-4" aria-hidden="true" />
      </button>
    </section>
  )
}

function NameLink({ id, name }: { readonly id: string; readonly name: string }): JSX.Element {
  const { router } = useApp()
  const route = { screen: 'endpoint', id } as const
  return (
    <a
      href={hashOf(route)}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        router.go(route)
      }}
      className="rounded underline underline-offset-2 hover:bg-hover"
    >
      {name}
    </a>
  )
}

/** For those of the failed ones that still are. */
function RetryThem({ digest }: { readonly digest: Digest }): JSX.Element | null {
  const app = useApp()
  const views = useFleet((state) => state.views)
  const still = digest.failed.flatMap(({ id }) => views?.get(id) ?? []).filter(canRetry)
  if (still.length === 0) return null
  return (
    <button
      type="button"
      className="btn btn-sm flex-none px-2"
      onClick={() => void actOn(app, 'retry', still)}
    >
      <RotateCw className="size-3" aria-hidden="true" /> Retry{' '}
      {still.length === 1 ? 'it' : `all ${still.length}`}
    </button>
  )
}

function Troubles({ troubles }: { readonly troubles: readonly Trouble[] }): JSX.Element | null {
  if (troubles.length === 0) return null
  return (
    <ul className="mx-5 mb-2.5 max-h-20 overflow-y-auto rounded-lg border border-line bg-panel px-3 py-1.5">
      {troubles.map(({ code, message, hint }) => (
        <li key={`${code} ${message}`} className="flex gap-2.5 py-0.5">
          <Info className="mt-px size-4 flex-none text-late" aria-hidden="true" />
          <p className="min-w-0 break-words">
            {message} <span className="text-muted">{hint}</span>
          </p>
        </li>
      ))}
    </ul>
  )
}
