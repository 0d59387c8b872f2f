/** Every shortcut, as the list behind `?` shows it (4-interface.md, "Desktop"). `Mod` is Ctrl, or Command on a Mac. */
export interface Shortcut {
  readonly keys: readonly string[]
  readonly what: string
}

export const shortcuts: readonly { readonly title: string; readonly shortcuts: readonly Shortcut[] }[] = [
  {
    title: 'Everywhere',
    shortcuts: [
      { keys: ['Mod+K'], what: 'Command palette' },
      { keys: ['?'], what: 'This list' },
      { keys: ['Mod+,'], what: 'Settings' },
      { keys: ['g'], what: 'Incidents' },
      { keys: ['Esc'], what: 'Back, or close what is open' },
      { keys: ['Mod+Z'], what: 'Undo what the message at the bottom tells' },
      { keys: ['F8'], what: 'To that message' },
    ],
  },
  {
    title: 'Endpoint',
    shortcuts: [
      { keys: ['r'], what: 'Retry now' },
      { keys: ['s'], what: 'Stop; start where it is stopped' },
      { keys: ['e'], what: 'Edit' },
      { keys: ['p'], what: 'Pause the events, or follow them again' },
      { keys: ['/'], what: 'Search the events' },
      { keys: ['f'], what: 'Charts follow the present again' },
      { keys: ['1', '6'], what: 'Time in the charts: 1 for 15 min, up to 6 for 30 d' },
    ],
  },
  {
    title: 'Charts, while they have the focus',
    shortcuts: [
      { keys: ['←', '→'], what: 'Move the cursor; with Shift the range' },
      { keys: ['+', '−'], what: 'Zoom in and out' },
    ],
  },
  {
    title: 'Fleet',
    shortcuts: [
      { keys: ['/'], what: 'Search' },
      { keys: ['j', '↓'], what: 'Next endpoint' },
      { keys: ['k', '↑'], what: 'Previous endpoint' },
      { keys: ['Home', 'End'], what: 'First and last endpoint' },
      { keys: ['Enter'], what: 'Open the endpoint' },
      { keys: ['x'], what: 'Select it, or no longer' },
      { keys: ['J', 'K', 'X'], what: 'Select all on the way (with Shift)' },
      { keys: ['r'], what: 'Retry it, or those selected' },
      { keys: ['s'], what: 'Stop it, or those selected; start it where it is stopped' },
      { keys: ['a'], what: 'Add an endpoint' },
    ],
  },
  {
    title: 'Incidents: search, move, open and select as in the fleet',
    shortcuts: [
      { keys: ['a'], what: 'Acknowledge it, or those selected; take that back' },
      { keys: ['n'], what: 'Write notes to it' },
      { keys: ['e'], what: 'Export it, or those selected' },
      { keys: ['Mod+Enter'], what: 'Save the notes' },
    ],
  },
  {
    title: 'Forms',
    shortcuts: [
      { keys: ['Mod+S'], what: 'Save' },
      { keys: ['Mod+Enter'], what: 'Save and open the endpoint' },
    ],
  },
]
