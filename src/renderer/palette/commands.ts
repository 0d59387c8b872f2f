import type { LucideIcon } from 'lucide-react'
import {
  Activity,
  ArrowDownWideNarrow,
  Download,
  FlaskConical,
  FoldVertical,
  Group,
  Keyboard,
  Moon,
  Pencil,
  Play,
  Plus,
  RotateCw,
  Settings,
  Siren,
  Square,
  Upload,
} from 'lucide-react'
import type { WatchedView } from '../../shared/screens.ts'
import { exportEndpoints } from '../editor/actions.ts'
import { actOn, concerned, retryFailed } from '../fleet/acting.ts'
import { type Grouping, groupings, type Sort, sorts } from '../fleet/arrangement.ts'
import { isInFile } from '../fleet/state.ts'
import { endDemo, startDemo } from '../settings/demo.ts'
import type { Theme } from '../settings/theme.ts'
import type { FleetState, FleetStore } from '../store.ts'
import type { App } from '../use-app.ts'

/** One thing that the palette can do. */
export interface Command {
  readonly title: string
  /** Further words that find it. */
  readonly words?: string
  readonly icon: LucideIcon
  /** Too many of its kind to stand there before anything was typed. */
  readonly onlyAsked?: boolean
  /** As the shortcuts list writes it. */
  readonly key?: string
  /** Carries it out; or, with a text, goes on asking with that in the field. */
  readonly run: (() => void) | string
}

const themes: Readonly<Record<Theme, string>> = {
  system: 'Theme: as the system',
  dark: 'Theme: dark',
  light: 'Theme: light',
}
const sortWords: Readonly<Record<Sort, string>> = {
  worst: 'Sort: the worst first',
  name: 'Sort by name',
  group: 'Sort by group',
  latency: 'Sort by latency',
}
const groupWords: Readonly<Record<Grouping, string>> = {
  none: 'Group by nothing',
  group: 'Group by group',
  tag: 'Group by tag',
  host: 'Group by host',
}

/** What can be done about the endpoint whose screen is open. */
export function commandsFor(app: App, view: WatchedView, demoOnly: boolean): readonly Command[] {
  const { id, name } = view
  const act = (title: string, verb: 'retry' | 'stop' | 'start', icon: LucideIcon, key: string): Command[] =>
    concerned(verb, [view]).length === 0
      ? []
      : [{ title: `${title} ${name}`, icon, key, run: () => void actOn(app, verb, [view]) }]
  return [
    ...act('Retry', 'retry', RotateCw, 'r'),
    ...act('Stop', 'stop', Square, 's'),
    ...act('Start', 'start', Play, 's'),
    ...(!isInFile(view, demoOnly)
      ? []
      : [
          { title: `Edit ${name}`, icon: Pencil, key: 'e', run: () => app.router.go({ screen: 'edit', id }) },
        ]),
  ]
}

/** Everything that is not about one endpoint, as far as it means something now. */
export function commandsNow(app: App, store: FleetStore): readonly Command[] {
  const state = store.getState()
  const any = state.all.length > 0
  return [
    ...places(app),
    ...(any ? overAll(app, state) : []),
    ...themeCommands(app, state),
    ...(any ? listCommands(app, store, state) : []),
    ...demoCommands(app, state),
    {
      title: 'Shortcuts',
      words: 'keyboard help',
      icon: Keyboard,
      key: '?',
      run: () => app.router.show('shortcuts'),
    },
  ]
}

function places({ router }: App): readonly Command[] {
  return [
    {
      title: 'Fleet',
      words: 'go home endpoints list',
      icon: Activity,
      run: () => router.go({ screen: 'fleet' }),
    },
    {
      title: 'Incidents',
      words: 'go outages replays network asleep notes acknowledge report',
      icon: Siren,
      key: 'g',
      run: () => router.go({ screen: 'incidents', of: null }),
    },
    { title: 'Add an endpoint', words: 'new create', icon: Plus, run: () => router.go({ screen: 'add' }) },
    {
      title: 'Import endpoints',
      words: 'curl yaml urls paste',
      icon: Upload,
      run: () => router.go({ screen: 'import' }),
    },
    {
      title: 'Settings',
      words: 'preferences api token metrics secrets files about',
      icon: Settings,
      key: 'Mod+,',
      run: () => router.go({ screen: 'settings' }),
    },
  ]
}

function overAll(app: App, { tally }: FleetState): readonly Command[] {
  const retryAll: Command = {
    title: `Retry all failed (${tally.failed})`,
    icon: RotateCw,
    run: () => void retryFailed(app),
  }
  return [
    ...(tally.failed > 0 ? [retryAll] : []),
    { title: 'Retry an endpoint…', icon: RotateCw, run: 'retry ' },
    { title: 'Stop an endpoint…', icon: Square, run: 'stop ' },
    { title: 'Start an endpoint…', icon: Play, run: 'start ' },
    { title: 'Edit an endpoint…', words: 'change', icon: Pencil, run: 'edit ' },
    {
      title: 'Export all endpoints',
      words: 'yaml save download',
      icon: Download,
      run: () => void exportEndpoints(app, null),
    },
  ]
}

function themeCommands({ call, toasts }: App, { settings }: FleetState): readonly Command[] {
  const choose = async (theme: Theme) => {
    const result = await call('settings.set', { theme })
    if (!result.ok) toasts.complain(result.error)
  }
  return (['system', 'dark', 'light'] as const)
    .filter((theme) => theme !== settings?.theme)
    .map((theme) => ({
      title: themes[theme],
      words: 'appearance colours mode',
      icon: Moon,
      run: () => void choose(theme),
    }))
}

/** How the fleet's list is laid out; each leads there, so that it is seen. */
function listCommands({ router }: App, store: FleetStore, { arrangement }: FleetState): readonly Command[] {
  const arrange = (part: Parameters<FleetStore['arrange']>[0]) => () => {
    store.arrange(part)
    router.go({ screen: 'fleet' })
  }
  const { foldHealthy } = arrangement
  const onlyAsked = true
  return [
    ...sorts
      .filter((sort) => sort !== arrangement.sort)
      .map((sort) => ({
        title: sortWords[sort],
        words: 'order',
        icon: ArrowDownWideNarrow,
        onlyAsked,
        run: arrange({ sort }),
      })),
    ...groupings
      .filter((groupBy) => groupBy !== arrangement.groupBy)
      .map((groupBy) => ({ title: groupWords[groupBy], icon: Group, onlyAsked, run: arrange({ groupBy }) })),
    {
      title: foldHealthy ? 'Show the healthy ones' : 'Fold the healthy ones into one line',
      words: 'hide live',
      icon: FoldVertical,
      onlyAsked,
      run: arrange({ foldHealthy: !foldHealthy }),
    },
  ]
}

function demoCommands(app: App, { settings, about }: FleetState): readonly Command[] {
  if (about?.demo !== false || settings === null || settings.demo === 'starting') return []
  return settings.demo === 'on'
    ? [{ title: 'Stop the demo', words: 'lab end', icon: FlaskConical, run: () => void endDemo(app) }]
    : [
        {
          title: 'Watch the demo streams',
          words: 'lab start example',
          icon: FlaskConical,
          run: () => void startDemo(app),
        },
      ]
}
