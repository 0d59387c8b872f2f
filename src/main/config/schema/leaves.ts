import { z } from 'zod'
import { redactLoose } from '../../../shared/redact.ts'
import { nearest } from '../nearest.ts'
import {
  durationPattern,
  formatDuration,
  formatSize,
  likelyDuration,
  likelySize,
  parseDuration,
  parseSize,
  sizePattern,
} from '../units.ts'

/**
 * The smallest parts of the schema. Each says what is wrong in a sentence of its own; a message may hold a hint after
 * `hintMark`. What people write goes in, what the engine needs (milliseconds, bytes) comes out.
 */
export const hintMark = '\n'

/** Node's timers end at 24.8 days. */
const longestDuration = 24 * 86_400_000

export function duration(about: string, least = 1) {
  return z
    .string({ error: ({ input }) => durationMistake(input) })
    .regex(durationPattern, { error: ({ input }) => durationMistake(input) })
    .transform((text, context) => {
      const ms = parseDuration(text) ?? 0
      if (ms >= least && ms <= longestDuration) return ms
      const range = `from ${formatDuration(least)} to ${formatDuration(longestDuration)}`
      context.addIssue({ code: 'custom', message: `${text} is out of range: ${range} is possible here.` })
      return z.NEVER
    })
    .meta({ description: about, examples: ['500ms', '15s', '2m', '1h'] })
}

export function size(about: string, least: number, most: number) {
  return z
    .string({ error: ({ input }) => sizeMistake(input) })
    .regex(sizePattern, { error: ({ input }) => sizeMistake(input) })
    .transform((text, context) => {
      const bytes = parseSize(text) ?? 0
      if (bytes >= least && bytes <= most) return bytes
      const range = `from ${formatSize(least)} to ${formatSize(most)}`
      context.addIssue({ code: 'custom', message: `${text} is out of range: ${range} is possible here.` })
      return z.NEVER
    })
    .meta({ description: about, examples: ['64KB', '1MB'] })
}

function durationMistake(input: unknown): string {
  return `${said(input)} is not a duration.${hintMark}${likelyDuration(input)}`
}

function sizeMistake(input: unknown): string {
  return `${said(input)} is not a size.${hintMark}${likelySize(input)}`
}

const line = z
  .string()
  .refine((value) => value.trim() !== '', {
    error: `The text is empty.${hintMark}Write one, or leave the key out.`,
  })
  .refine((value) => !/[\r\n\0]/.test(value), { error: 'The text has more than one line.' })

/** Text of one line with something in it. */
export function text(about: string) {
  return line.meta({ description: about })
}

export function texts(about: string) {
  return z.array(line).meta({ description: about })
}

export function yesNo(about: string) {
  return z.boolean().meta({ description: about })
}

export function whole(about: string, least: number, most: number) {
  const mistake = `A whole number from ${least} to ${most} is expected here.`
  return z
    .int({ error: mistake })
    .min(least, { error: mistake })
    .max(most, { error: mistake })
    .meta({ description: about })
}

export function oneOf<const Values extends readonly [string, ...string[]]>(about: string, values: Values) {
  return z
    .enum(values, {
      error: ({ input }) => {
        const meant = typeof input === 'string' ? nearest(input, values) : null
        const hint = meant === null ? `It is one of ${values.join(', ')}.` : `Did you mean ${meant}?`
        return `${said(input)} is not possible here.${hintMark}${hint}`
      },
    })
    .meta({ description: about })
}

/**
 * A block of keys that refuses the unknown ones: one line for each, in the order of the issue's `keys`. `elsewhere`
 * says where keys that people look for here belong.
 */
export function block<Shape extends z.core.$ZodLooseShape>(
  about: string,
  shape: Shape,
  elsewhere: Readonly<Record<string, string>> = {},
) {
  const known = Object.keys(shape)
  return z
    .strictObject(shape, {
      error: (issue) =>
        issue.code === 'unrecognized_keys'
          ? issue.keys.map((key) => keyHint(key, known, elsewhere)).join(hintMark)
          : undefined,
    })
    .meta({ description: about })
}

function keyHint(key: string, known: readonly string[], elsewhere: Readonly<Record<string, string>>): string {
  const place = Object.hasOwn(elsewhere, key) ? elsewhere[key] : undefined
  if (place !== undefined) return `It belongs in ${place}.`
  const meant = nearest(key, known)
  return meant === null ? `Known here: ${known.join(', ')}.` : `Did you mean ${meant}?`
}

/** A value as a sentence begins with it; long ones are cut. */
export function said(input: unknown): string {
  if (Array.isArray(input)) return 'A list'
  if (typeof input === 'object' && input !== null) return 'A block of keys'
  // What stands at the wrong place may be a secret, and sentences go to logs.
  const shown = typeof input === 'string' ? JSON.stringify(redactLoose(input)) : String(input)
  return shown.length > 60 ? `${shown.slice(0, 60)}…` : shown
}
