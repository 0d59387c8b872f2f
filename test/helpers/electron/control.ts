/** What the test asks of the stand-in's process, and what that tells the test; over Node's channel between the two. */
export type Order =
  | { readonly type: 'menu'; readonly label: string }
  | { readonly type: 'crash' }
  | { readonly type: 'close-window' }
  /** An event of the window or of its page, as the system would tell it. */
  | {
      readonly type: 'event'
      readonly of: 'window' | 'page'
      readonly name: string
      readonly details: object
    }
  /** The system's word on its sleep. */
  | { readonly type: 'power'; readonly name: 'suspend' | 'resume' | 'unlock-screen' }
  /** What the system says of its network from now on. */
  | { readonly type: 'network'; readonly online: boolean }
  /** The person drags the window to this size. */
  | { readonly type: 'resize'; readonly width: number; readonly height: number }
  | { readonly type: 'keychain'; readonly state: Keychain }
  /** Which button of the next boxes is pressed. */
  | { readonly type: 'answer'; readonly button: number }
  /** Asks the handlers that main installed. */
  | { readonly type: 'permissions' }
  | { readonly type: 'report' }

export type Keychain = 'gnome_libsecret' | 'basic_text' | 'refuses' | 'absent'

export type Told =
  | { readonly type: 'chromium'; readonly endpoint: string }
  | { readonly type: 'done'; readonly value: unknown }
  | { readonly type: 'failed'; readonly message: string }

/** What happened outside of the page, in order. */
export interface Report {
  readonly opened: readonly string[]
  readonly revealed: readonly string[]
  readonly boxes: readonly string[]
  /** Roles and labels of the application menu. */
  readonly menu: readonly string[]
  readonly copied: readonly string[]
  /** Each file that the page made: offered to be saved, or denied. */
  readonly downloads: readonly string[]
  readonly prevented: readonly string[]
  readonly themeSource: string
  readonly visible: boolean
  readonly webPreferences: Readonly<Record<string, unknown>>
}
