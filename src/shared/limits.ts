/** How much one command of the contract may ask for; apart from its schemas, which the page does without. */

/** More steps than a screen has columns help nobody. */
export const maxPoints = 2000
/** Rows that can be in sight of a list, and some on either side. */
export const maxStrips = 200
/** As many endpoints as one selection, one removal or one import may name. */
export const maxSelected = 10_000
/** Characters of a text that is imported. */
export const longestImport = 4 * 1024 * 1024
/** Characters of a note on an incident. */
export const longestNote = 10_000
/** Incidents that one look may bring. */
export const mostIncidents = 1000
/** Changes of phase or health that an incident's timeline tells: of more, the first half and the last half of this. */
export const longestTimeline = 500
/** Said where that many are told. */
export const cutTimelineWords = `At most ${longestTimeline} changes are told: the first and the last ${longestTimeline / 2}.`
