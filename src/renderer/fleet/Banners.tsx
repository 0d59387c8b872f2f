import { TriangleAlert, Unplug } from 'lucide-react'
import type { JSX, ReactNode } from 'react'
import type { Notice } from '../../shared/contract.ts'
import type { Link } from '../fleet-state.ts'
import { clockSeconds } from '../ui/times.ts'
import { usePlace } from '../use-app.ts'
import { useFleet } from '../use-fleet.ts'
import { AwayLine } from './Watching.tsx'

/** What a person must know on every screen: the monitor gone, the configuration broken, a command refused. */
export function Banners(): JSX.Element {
  const link = useFleet((state) => state.link)
  const problems = useFleet((state) => state.problems)
  const complaint = useFleet((state) => state.complaint)
  const screen = usePlace(({ route }) => route.screen)
  return (
    <>
      <div role="alert">{(link === 'lost' || link === 'refused') && <LinkBanner link={link} />}</div>
      <div role="status">
        {complaint !== null && (
          <Banner>
            <p>{complaint}</p>
          </Banner>
        )}
        {problems.length > 0 && <Problems problems={problems} />}
      </div>
      {screen !== 'fleet' && <AwayLine />}
    </>
  )
}

function LinkBanner({ link }: { readonly link: Link }): JSX.Element {
  const at = useFleet((state) => state.now)
  const known = useFleet((state) => state.views !== null)
  return (
    <Banner icon={<Unplug className="mt-px size-4 flex-none" aria-hidden="true" />}>
      <p className="font-semibold">
        {link === 'refused'
          ? 'The monitor was started anew and does not know this browser: open the address that it printed.'
          : 'The monitor does not answer; trying again.'}
      </p>
      {known && <p className="text-muted">What is shown is what it said last, at {clockSeconds(at)}.</p>}
    </Banner>
  )
}

/** A secret that a thousand endpoints share is missing a thousand times. */
const mostShown = 20

/** What a secret that is missing holds back is one endpoint; what else is wrong, the whole file. */
function Problems({ problems }: { readonly problems: readonly Notice[] }): JSX.Element {
  const isInForce = problems.every(({ blocking }) => blocking === false)
  return (
    <Banner>
      <p className="font-semibold">
        The configuration has {problems.length === 1 ? 'a problem' : `${problems.length} problems`};{' '}
        {isInForce ? 'all else of it is in force.' : 'what was good before stays in force.'}
      </p>
      <ul className="max-h-28 overflow-y-auto">
        {problems.slice(0, mostShown).map((problem) => (
          <li key={`${whereOf(problem)} ${problem.message}`} className="break-words">
            <code className="font-mono text-xs text-muted">{whereOf(problem)}</code> {problem.message}{' '}
            <span className="text-muted">{problem.hint}</span>
          </li>
        ))}
        {problems.length > mostShown && (
          <li>And {problems.length - mostShown} more: --check lists them all.</li>
        )}
      </ul>
    </Banner>
  )
}

/** `file:line:column`, as `--check` prints it. */
function whereOf({ file, line, column }: Notice): string {
  return [file, line, column].filter((part) => part !== null).join(':')
}

function Banner({
  icon,
  children,
}: {
  readonly icon?: ReactNode
  readonly children: ReactNode
}): JSX.Element {
  return (
    <div className="mx-5 mt-3 flex gap-2.5 rounded-lg border border-late bg-panel px-3 py-2">
      <span className="text-late">
        {icon ?? <TriangleAlert className="mt-px size-4 flex-none" aria-hidden="true" />}
      </span>
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  )
}
