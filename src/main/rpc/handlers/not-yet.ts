/** Stands in for a group of commands that is being written. */
export const notYet = {
  ok: false,
  error: { code: 'not-yet', message: 'This is being built.', hint: '' },
} as const
