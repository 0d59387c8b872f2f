import type { Handlers } from '../../shared/rpc/server.ts'

/** Groups of the contract's commands, each carried out by one module of `handlers/`. */
type Group<Prefix extends string> = Pick<Handlers, Extract<keyof Handlers, `${Prefix}.${string}`>>

export type FleetHandlers = Group<'fleet' | 'endpoint'>
/** What is asked of the program itself. */
export type AppHandlers = Group<'app' | 'demo'>
export type EditingHandlers = Pick<
  Handlers,
  'config.form' | 'config.check' | 'config.save' | 'config.remove' | 'config.undo' | 'config.import'
>
export type ExchangeHandlers = Pick<Handlers, 'config.preview' | 'config.export'>
export type IncidentHandlers = Group<'incidents'>
export type WatchingHandlers = Group<'watching'>
export type ProbeHandlers = Group<'probe'>
export type SecretHandlers = Group<'secrets'>
export type SettingsHandlers = Group<'settings'>
